"""What the pages say of a printed number, in the language of the page.

The warehouse says it in English: what is counted, why, and by which rule the numbers are compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from slachtoffermonitor.site.data import Claim, Contradiction, Labels, Warehouse
from slachtoffermonitor.site.texts import Sentence, Texts, read_sentences

_PRINTED: Final = re.compile(r"(?P<words>[a-z ]*?) ?(?P<number>-?\d+(?:\.\d+)?)?(?P<unit> %)?")
_COMPARED: Final = re.compile(
    r"(?P<rule>[a-z ]+) (?P<number>-?[\d.]+)(?:, at most (?P<tolerance>[\d.]+) away)?"
)
_NOT_COVERED: Final = re.compile(r"The register does not cover the edition (\S+)")
_CELL: Final = re.compile(r"(?P<table>Tabel \S+) (?P<row>.+) x (?P<column>.+?)(?P<rank> \(rank\))?")
_CAPTION: Final = re.compile(
    r"(?P<exhibit>(?:Figuur|Tabel) \S+) (?P<part>caption|header)(?: (?P<of>.+))?"
)


@dataclass(frozen=True)
class Said:
    """A claim as a page shows it.

    Attributes:
        claim: the claim.
        description: what is counted.
        printed: what the document prints.
        computed: what the warehouse computes.
        reason: why it cannot be derived, or what holds where the documents contradict each other.
        rule: how the two are compared; empty where they are not.
        tolerance: how words such as `almost` are read.
        source: where a figure comes from that is not from the register.
        place: where in the document it stands.
    """

    claim: Claim
    description: Sentence
    printed: str
    computed: str
    reason: Sentence | None
    rule: str
    tolerance: Sentence | None
    source: Sentence | None
    place: Sentence


@dataclass(frozen=True)
class Group:
    """Claims that stand together: of a document, or of an exhibit in it.

    Attributes:
        id: the group's name in links.
        title: what the page calls it.
        claims: those of the group.
        verdicts: how many have each verdict.
    """

    id: str
    title: str
    claims: tuple[Said, ...]
    verdicts: Mapping[str, int]


def say(warehouse: Warehouse, claims: Iterable[Claim], t: Texts) -> list[Said]:
    """Return claims in the language of a page."""
    forms = {
        cell.column_code: cell.column_label
        for cell in warehouse.cells
        if cell.column_kind == "trafficking_form"
    }
    return [_say(claim, forms, t) for claim in claims]


def _say(claim: Claim, forms: Mapping[str, Labels], t: Texts) -> Said:
    return Said(
        claim=claim,
        description=t.sentence(claim.description),
        printed=_number(claim.printed, t),
        computed=_number(claim.computed, t) if claim.computed else "",
        reason=_reason(claim.reason, t) if claim.reason else None,
        rule=_rule(claim.comparison_rule, t) if claim.comparison_rule else "",
        tolerance=t.sentence(claim.tolerance_reason) if claim.tolerance_reason else None,
        source=t.sentence(claim.figure_source) if claim.figure_source else None,
        place=_place(claim.locator, forms, t),
    )


def groups(
    warehouse: Warehouse, said: Sequence[Said], titles: Mapping[str, str], t: Texts
) -> list[Group]:
    """Return the claims by document; those of the document with exhibits also by exhibit.

    Args:
        warehouse: what the site shows.
        said: the claims.
        titles: what the exhibits are called.
        t: the words of the language.
    """
    exhibits = [exhibit.code for exhibit in warehouse.exhibits]
    found: dict[tuple[str, str], list[Said]] = {}
    for one in said:
        key = (one.claim.document_code, one.claim.exhibit_code or "")
        found.setdefault(key, []).append(one)
    divided = {document for document, exhibit in found if exhibit}
    documents = list(dict.fromkeys(one.claim.document_code for one in said))
    order = sorted(
        found,
        key=lambda key: (
            key[0] not in divided,
            documents.index(key[0]),
            exhibits.index(key[1]) if key[1] else -1,
        ),
    )
    return [
        Group(
            f"{document}-{exhibit or 'all'}".lower(),
            _title(found[document, exhibit][0].claim, titles.get(exhibit, ""), divided, t),
            tuple(found[document, exhibit]),
            count_verdicts(one.claim for one in found[document, exhibit]),
        )
        for document, exhibit in order
    ]


def _title(claim: Claim, exhibit: str, divided: set[str], t: Texts) -> str:
    if exhibit:
        return exhibit
    document = t.sentence(claim.document_title).text
    if claim.document_code in divided:
        return t("claims.before", document=document)
    return document


def count_verdicts(claims: Iterable[Claim]) -> dict[str, int]:
    """Return the number of claims by verdict."""
    counts: dict[str, int] = {}
    for claim in claims:
        counts[claim.verdict] = counts.get(claim.verdict, 0) + 1
    return counts


def reconciled(contradictions: Sequence[Contradiction], t: Texts) -> str:
    """Return how the contradicted numbers and the contradictions go together, in a sentence."""
    contradicted = {claim for one in contradictions for claim in one.contradicted_claim_ids}
    proven = sum(bool(one.contradicted_claim_ids) for one in contradictions)
    return t(
        "contradictions.reconciled",
        contradicted=len(contradicted),
        proven=proven,
        all=len(contradictions),
        others=len(contradictions) - proven,
    )


def _number(text: str, t: Texts) -> str:
    """Return what is printed or computed: words, a number, or both."""
    found = _PRINTED.fullmatch(text)
    if not found:
        return text
    words, number = found["words"], found["number"]
    shown = t.number(Decimal(number)) + (found["unit"] or "").strip() if number else ""
    return " ".join(filter(None, (t(f"printed.{words.replace(' ', '_')}") if words else "", shown)))


def _reason(text: str, t: Texts) -> Sentence:
    if found := _NOT_COVERED.fullmatch(text):
        return Sentence(t("claim.not_covered", edition=found[1]), t.language)
    return t.sentence(text)


def _rule(text: str, t: Texts) -> str:
    found = _COMPARED.fullmatch(text)
    if not found:
        return text
    rule = t(f"compared.{found['rule'].replace(' ', '_')}", number=Decimal(found["number"]))
    if found["tolerance"] is None:
        return rule
    return t("compared.within", rule=rule, tolerance=Decimal(found["tolerance"]))


def _place(locator: str, forms: Mapping[str, Labels], t: Texts) -> Sentence:
    """Return where a claim stands; headings of a Dutch document stay as they are."""
    if found := _CELL.fullmatch(locator):
        parts = [found["table"], found["row"], _column(found["column"], forms, t)]
        if found["rank"]:
            parts.append(t("claim.rank"))
        return Sentence(", ".join(parts), t.language)
    if found := _CAPTION.fullmatch(locator):
        of = found["of"]
        part = t(f"claim.{found['part']}") + (f" {_column(of, forms, t)}" if of else "")
        return Sentence(f"{found['exhibit']}, {part}", t.language)
    if locator in read_sentences():
        return t.sentence(locator)
    return Sentence(locator, "nl")


def _column(name: str, forms: Mapping[str, Labels], t: Texts) -> str:
    """Return what a column of a printed table is called."""
    if name in forms:
        return forms[name].in_(t.language).lower()
    return t(f"claim.{name}") if name in ("total", "unknown") else name
