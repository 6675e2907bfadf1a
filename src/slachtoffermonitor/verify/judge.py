"""Holds the figures of a text against all that the monitor, its documents and UNODC print."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import duckdb

from slachtoffermonitor.verify.sums import objections_of_sums
from slachtoffermonitor.verify.text import Figure, Years, figures
from slachtoffermonitor.warehouse import open_warehouse

SMALL: Final = 10
"""Below it a number fits too many cells to say that it is another one."""

OBJECTIONS: Final = {
    "other_year": "belongs to another year",
    "other_unit": "counts something else",
    "other_group": "belongs to another group",
    "misprint": "may be misprinted",
    "contradicted": "is printed, and contradicted",
    "sum": "does not add up",
    "basis": "is on another basis than its parts",
    "period": "compares a period with itself",
}
"""What a figure can be charged with."""

VERDICTS: Final = OBJECTIONS | {
    "known": "is in the monitor",
    "small": "fits many cells",
    "unknown": "no cell has it",
}

GENERIC_WORDS: Final = (
    "slach victi gemel meldi melde notif repor perso total totaa aanta numbe first alle with named"
    " natio group unit eenhe form forms vorm vorme uitbu explo traff mense huma ander other only"
    " uitsl perio jaar jaren year years beken known combi zonde witho both niet meer less more"
    " naar from geval ieder case analy popul older young jonge ouder aged sector secto zicht visib"
)
GENERIC: Final = frozenset(GENERIC_WORDS.split())
"""Beginnings of words that say nothing about who is counted."""

SYNONYMS: Final = (
    ("sexual", r"seksue\w*|sexual\w*|prostitu\w*"),
    ("labour", r"arbeid\w*|labou?r"),
    ("criminal", r"crimine\w*|criminal\w*"),
    ("organ", r"orga+n\w*"),
    ("domestic", r"binnenlands\w*|domestic"),
    ("crossborder", r"grensoverschrijdend\w*|cross-border"),
    ("minor", r"minderjarig\w*|minors?|child\w*|kinder\w*|younger than 18|jonger dan 18"),
    ("adult", r"volwassen\w*|meerderjarig\w*|adults?"),
    ("male", r"mannen|mannelijk\w*|man|men|male|jongens|boys"),
    ("female", r"vrouwen|vrouwelijk\w*|vrouw|women|woman|female|meisjes|girls"),
    ("police", r"politie\w*|police"),
    ("kmar", r"kmar|marechaussee|border police"),
    ("inspectorate", r"iszw\S*|inspecti?e\w*|inspectorate|nla"),
    ("care", r"zorgco\w*|care co-?ordinators?"),
    ("dutch", r"nederlanders?|nederlandse|dutch|netherlands|own country"),
    ("africa", r"afrika\w*|african?"),
    ("poland", r"polen|pools\w*|poland|polish"),
    ("china", r"china|chine\w*"),
    ("syria", r"syri\w*|syrië"),
    ("spain", r"spanje|spaans\w*|spain|spanish"),
    ("france", r"frankrijk|frans\w*|france|french"),
    ("germany", r"duits\w*|germany|german"),
    ("unknown", r"onbekend\w*|unknown|niet bekend"),
)
REPORTERS: Final = frozenset({"police", "kmar", "inspectorate", "care", "fairw"})
UNITS: Final = re.compile(r"\b(?:\w+-)?(?:eenhe(?:id|den)|units?)\b", re.IGNORECASE)
FORMS: Final = frozenset({"sexual", "labour", "criminal", "organ"})
OPPOSITES: Final = (("domestic", "crossborder"), ("minor", "adult"), ("male", "female"))
MAIN_TOPICS: Final = frozenset(topic for topic, _ in SYNONYMS)


@dataclass(frozen=True)
class Fact:
    """A number that is published or printed somewhere; the columns of facts.sql."""

    source: str
    number: Decimal
    unit: str
    what: str
    year_from: int | None
    year_to: int | None
    editions: str
    exhibit: str
    population: str
    vintage: str
    subject: str
    objection: str

    @property
    def is_printed(self) -> bool:
        """Whether a document or UNODC prints it, so that it is no invented cell."""
        return self.source in ("claim", "witness", "print")

    @property
    def is_total(self) -> bool:
        """Whether it is the total of a population."""
        return self.exhibit == "fig_2_01"

    @property
    def period(self) -> str:
        """The years, for people."""
        if self.year_from is None:
            return ""
        same = self.year_from == self.year_to
        return str(self.year_from) if same else f"{self.year_from}-{self.year_to}"

    def is_of(self, years: tuple[Years, ...]) -> bool:
        """Whether it counts years that a sentence names, or years within its period."""
        if not years or self.year_from is None or self.year_to is None:
            return True
        return any(
            (self.year_from, self.year_to) == span
            or (span[0] < span[1] and span[0] <= self.year_from and self.year_to <= span[1])
            for span in years
        )

    def is_exactly(self, years: tuple[Years, ...]) -> bool:
        """Whether it counts exactly a year or period that a sentence names."""
        return (self.year_from, self.year_to) in years

    def is_unit_of(self, figure: Figure) -> bool:
        """Whether it counts what the text says that the figure counts."""
        if not figure.unit or self.unit == figure.unit:
            return True
        if figure.unit == "notifications":
            return self.unit.endswith(figure.unit)
        # A reporter group notifies a victim once a year, and so does a police unit: the
        # notifications of one are as many victims.
        subject = topics(self.subject)
        if figure.unit == "victims" and self.unit == "notifications":
            return bool(subject & topics(figure.words) & REPORTERS)
        is_of_units = bool(UNITS.search(figure.words) and subject - {"police"})
        return figure.unit == "victims" and self.unit.startswith("police unit") and is_of_units

    def is_another_unit(self, figure: Figure) -> bool:
        """Whether it counts notifications of the year where the text says victims, or reverse."""
        return (
            self.year_from is not None
            and self.is_of(figure.years)
            and not self.is_unit_of(figure)
            and {self.unit.split()[-1], figure.unit} == {"victims", "notifications"}
        )


@dataclass(frozen=True)
class Finding:
    """What a figure of the text is."""

    figure: Figure
    verdict: str
    fact: Fact | None
    remark: str
    others: tuple[Fact, ...] = ()
    """Other numbers that fit as well."""

    @property
    def is_objection(self) -> bool:
        """Whether something is wrong with the figure as the sentence has it."""
        return self.verdict in OBJECTIONS


def verify(text: str, database: Path) -> list[Finding]:
    """Say what every figure of a text is.

    Raises:
        ProjectError: there is no complete warehouse.
    """
    with open_warehouse(database) as connection:
        return judge(text, read_facts(connection))


def judge(text: str, facts: list[Fact]) -> list[Finding]:
    """Say what every figure of a text is, of facts that were read before."""
    found = figures(text)
    by_number: dict[tuple[bool, Decimal], list[Fact]] = defaultdict(list)
    for fact in facts:
        by_number[fact.unit == "percent", fact.number].append(fact)
    vocabulary = frozenset().union(*(topics(fact.subject) for fact in facts))
    judged = [_judge(figure, by_number, vocabulary) for figure in found]
    of_sums = objections_of_sums(text, found, totals(facts))
    return [
        Finding(finding.figure, of_sums[finding.figure][0], None, of_sums[finding.figure][1])
        if finding.figure in of_sums and not finding.is_objection
        else finding
        for finding in judged
    ]


def read_facts(connection: duckdb.DuckDBPyConnection) -> list[Fact]:
    """Read every number that a figure can be."""
    models = connection.execute("select model_name from marts.dim_exhibits order by all").fetchall()
    exhibits = " union all ".join(f'select * from marts."{name}"' for (name,) in models)
    query = (files(__package__) / "facts.sql").read_text(encoding="utf-8")
    rows = connection.execute(query.replace("{exhibits}", exhibits)).fetchall()
    return sorted(
        (Fact(source, Decimal(number), *others) for source, number, *others in rows),
        key=lambda fact: (fact.number, fact.source, fact.exhibit, fact.period, repr(fact)),
    )


def totals(facts: list[Fact]) -> dict[tuple[Decimal, int], str]:
    """Return the populations whose total a number is in a year: number, year -> population."""
    found: dict[tuple[Decimal, int], str] = {}
    for fact in facts:
        if fact.source == "cell" and fact.exhibit == "fig_2_01" and fact.year_from == fact.year_to:
            found[fact.number, fact.year_from or 0] = fact.population
    return found


@cache
def topics(text: str) -> frozenset[str]:
    """Return what a text speaks of: words of the field, and the beginnings of all others."""
    found = set()
    rest = text.lower()
    for topic, words in SYNONYMS:
        rest, count = re.subn(rf"\b(?:{words})\b", " ", rest)
        found |= {topic} if count else set()
    found |= {word[:5] for word in re.findall(r"[a-zà-ÿ]{4,}", rest)}
    return frozenset(found - GENERIC)


def _judge(
    figure: Figure, by_number: dict[tuple[bool, Decimal], list[Fact]], vocabulary: frozenset[str]
) -> Finding:
    facts = by_number.get((figure.unit == "percent", figure.value), [])
    spoken = topics(figure.words) & vocabulary
    if figure.unit == "other":
        return Finding(figure, "unknown", None, "The sentence counts something else.")
    if figure.unit == "percent":
        facts = [
            fact
            for fact in facts
            if topics(fact.subject) & spoken or (fact.is_printed and fact.is_exactly(figure.years))
        ]
    ranked = sorted(facts, key=lambda fact: _fit(fact, figure, spoken), reverse=True)
    fitting = [
        fact
        for fact in ranked
        if (fact.is_of(figure.years) or not figure.is_year_said) and fact.is_unit_of(figure)
    ]
    apt = [fact for fact in fitting if not _speaks_of_others(fact, spoken)]
    is_judged = figure.unit == "victims" and figure.is_year_said and figure.value >= SMALL
    if is_judged and not spoken and all(topics(fact.subject) for fact in apt):
        # A sentence that names no group speaks of everybody, if everybody was ever so many.
        of_everybody = any(
            not topics(fact.subject)
            and (fact.is_printed or fact.is_total)
            and fact.is_unit_of(figure)
            and not fact.is_of(figure.years)
            for fact in ranked
        )
        apt = [] if of_everybody else apt
    if fitting and (apt or not is_judged):
        return _of_fitting(figure, apt or fitting, spoken)
    if figure.unit != "percent" and figure.value < SMALL:
        return Finding(figure, "small", None, f"{len(facts)} cells have it.")
    if figure.unit and figure.is_year_said:
        near = [
            fact
            for fact in ranked
            if fact.is_printed or fact.is_total or topics(fact.subject) & spoken
        ]
        for fact in near:
            if fact.is_another_unit(figure):
                return Finding(figure, "other_unit", fact, f"These are {fact.unit}.")
        for fact in near:
            if fact.is_unit_of(figure) and _may_be_another_year(figure, fact, spoken, by_number):
                return Finding(figure, "other_year", fact, f"It is of {fact.period}.")
        for fact in fitting:
            if _is_of_another_group(fact, spoken):
                return Finding(figure, "other_group", fact, f"It is {fact.what}.")
        if misprint := _misprint(figure, spoken, by_number):
            return Finding(figure, "misprint", misprint, f"Near {misprint.number:,.0f}.")
    if ranked and figure.unit != "percent" and not (figure.unit and figure.years):
        return Finding(figure, "known", ranked[0], _lacking(figure), tuple(ranked[1:]))
    return Finding(figure, "unknown", None, "")


def _lacking(figure: Figure) -> str:
    """Say so when the sentence leaves open what the figure is."""
    lacking = " and no ".join(
        word for word, given in (("year", figure.years), ("unit", figure.unit)) if not given
    )
    return f"The sentence names no {lacking}." if lacking else ""


def _of_fitting(figure: Figure, fitting: list[Fact], spoken: frozenset[str]) -> Finding:
    best = fitting[0]
    subject = topics(best.subject)
    if best.objection and not any(
        not fact.objection and fact.source != "share" and subject & spoken <= topics(fact.subject)
        for fact in fitting
    ):
        return Finding(figure, "contradicted", best, best.objection)
    if figure.unit != "percent" and figure.value < SMALL and not subject & spoken:
        return Finding(figure, "small", None, f"{len(fitting)} cells have it.")
    return Finding(figure, "known", best, _lacking(figure), tuple(fitting[1:]))


def _speaks_of_others(fact: Fact, spoken: frozenset[str]) -> bool:
    """Whether the sentence names a group, and the fact is of another one or of something else."""
    subject = topics(fact.subject)
    is_elsewhere = bool(subject and spoken & MAIN_TOPICS and not subject & spoken)
    return is_elsewhere or _is_of_another_group(fact, spoken)


def _is_of_another_group(fact: Fact, spoken: frozenset[str]) -> bool:
    """Whether the sentence names a form, an age or a sex, and the fact is of another one."""
    subject = topics(fact.subject)
    if subject & FORMS and spoken & FORMS and not subject & spoken & FORMS:
        return True
    return any(
        {one, other} & subject == {one} and {one, other} & spoken == {other}
        for pair in OPPOSITES
        for one, other in (pair, pair[::-1])
    )


def _fit(fact: Fact, figure: Figure, spoken: frozenset[str]) -> tuple[object, ...]:
    """How well a fact fits a figure; greater is better, the last parts decide ties."""
    subject = topics(fact.subject)
    return (
        fact.is_of(figure.years),
        fact.is_unit_of(figure),
        len(subject & spoken) - len(subject - spoken) / 10,
        fact.is_exactly(figure.years),
        fact.is_printed,
        not fact.objection,
        fact.source == "cell",
        fact.is_total,
        fact.exhibit,
    )


def _may_be_another_year(
    figure: Figure,
    fact: Fact,
    spoken: frozenset[str],
    by_number: dict[tuple[bool, Decimal], list[Fact]],
) -> bool:
    """Whether the same row has a number of the sentence's year, and it is another one."""
    if fact.source == "witness" or not topics(fact.subject) <= spoken:
        return False
    if figure.unit == "percent" and (
        not figure.is_year_beside or spoken & MAIN_TOPICS != topics(fact.subject) & MAIN_TOPICS
    ):
        return False
    return any(
        other.is_of(figure.years) and other.what == fact.what and other.source == fact.source
        for (is_share, _), facts in by_number.items()
        if is_share == (figure.unit == "percent")
        for other in facts
    ) or (fact.source == "claim" and bool(re.search(r", \d{4}(-\d{4})?$", fact.what)))


def _misprint(
    figure: Figure, spoken: frozenset[str], by_number: dict[tuple[bool, Decimal], list[Fact]]
) -> Fact | None:
    """Return the printed number of that year and subject from which digits were swapped."""
    if figure.unit == "percent" or figure.value < 100 or figure.value != int(figure.value):
        return None
    digits = str(int(figure.value))
    for other in _swapped(digits):
        for fact in by_number.get((False, Decimal(other)), []):
            if (
                fact.is_of(figure.years)
                and fact.is_unit_of(figure)
                and (fact.is_printed or fact.is_total)
                and topics(fact.subject) <= spoken
            ):
                return fact
    return None


def _swapped(digits: str) -> Iterator[str]:
    """Yield the number with two neighbouring digits the other way round, then with one other."""
    for place in range(len(digits) - 1):
        first, second = digits[place], digits[place + 1]
        if first != second:
            yield digits[:place] + second + first + digits[place + 2 :]
    for place in range(len(digits)):
        for digit in "0123456789":
            if digit != digits[place]:
                yield digits[:place] + digit + digits[place + 1 :]
