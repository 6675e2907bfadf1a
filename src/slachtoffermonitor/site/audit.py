"""The audit pages: claims, contradictions, records, revisions, other readings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from slachtoffermonitor.site import charts
from slachtoffermonitor.site.claims import count_verdicts, groups, reconciled, say
from slachtoffermonitor.site.data import VERDICTS, Contradiction, Effect, Fate, Warehouse
from slachtoffermonitor.site.figures import page_name
from slachtoffermonitor.site.material import Material
from slachtoffermonitor.site.page import Page
from slachtoffermonitor.site.texts import Sentence, Texts, read_sentences

PAGES: Final = ("claims", "contradictions", "records", "revisions", "rulings")
OUTSIDE: Final = "outside"
"""The filter's word for claims that belong to no exhibit."""


@dataclass(frozen=True)
class FateRow:
    """Records that ended in one place, by delivery."""

    label: str
    detail: str
    rule_id: str
    table: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All deliveries together."""
        return sum(self.counts)


@dataclass(frozen=True)
class EffectRow:
    """Another reading of a rule, by edition."""

    rule_id: str
    reading: str
    figure: str
    effects: tuple[Effect | None, ...]


def pages(material: Material) -> Iterable[Page]:
    """Yield the audit pages."""
    warehouse, t = material.warehouse, material.t
    exhibits = {exhibit.code: exhibit for exhibit in warehouse.exhibits}
    counts = count_verdicts(warehouse.claims)
    common = {
        "audit_pages": PAGES,
        "exhibits": exhibits,
        "page_name": page_name,
        "default": warehouse.default,
        "verdicts": {code: counts.get(code, 0) for code in VERDICTS},
        "reconciled": reconciled(warehouse.contradictions, t),
        "synthetic": warehouse.synthetic,
        "rulings_of": material.library.of_rule,
    }

    def page(name: str, search: str, **context: Any) -> Page:
        return Page(
            path=f"audit/{name}",
            template=f"audit-{name}.html.j2",
            title=t(f"{name}.title") if name != "index" else t("audit.title"),
            section="audit",
            context={**common, **context},
            search=search,
            sidebar="audit-sidebar.html.j2",
        )

    revised = sum(count.revised_count for count in warehouse.revision_counts)
    yield page(
        "index",
        t("audit.lead"),
        lines={
            "claims": t("audit.claims", claims=len(warehouse.claims)),
            "contradictions": t("audit.contradictions", count=len(warehouse.contradictions)),
            "records": t("audit.records", count=sum(fate.record_count for fate in warehouse.fates)),
            "revisions": t("audit.revisions", count=revised),
            "rulings": t("audit.rulings"),
        },
    )
    said = say(warehouse, warehouse.claims, t)
    titles = {
        exhibit.code: f"{exhibit.number(t.language)}: {exhibit.title.in_(t.language)}"
        for exhibit in warehouse.exhibits
    }
    yield page(
        "claims",
        " ".join(dict.fromkeys(one.description.text for one in said)),
        groups=groups(warehouse, said, titles, t),
        documents={
            claim.document_code: t.sentence(claim.document_title).text for claim in warehouse.claims
        },
        editions=sorted({one.edition_code for one in warehouse.claims if one.edition_code}),
        outside=OUTSIDE,
    )
    yield page(
        "contradictions",
        " ".join(t.sentence(one.statement)[0] for one in warehouse.contradictions),
        contradictions=[
            (
                one,
                t.sentence(one.statement),
                arithmetic_of(one, t),
                t.sentence(one.ruling),
                t.sentence(one.witness_finding) if one.witness_finding else None,
            )
            for one in warehouse.contradictions
        ],
    )
    deliveries = sorted({fate.delivery_id for fate in warehouse.fates})
    rows = _fate_rows(warehouse, deliveries, material)
    yield page(
        "records",
        " ".join(dict.fromkeys(row.label for row in rows)),
        picture=material.pictures.draw(charts.records(warehouse, t), t("records.title")),
        deliveries=deliveries,
        rows=rows,
        totals=[sum(row.counts[number] for row in rows) for number in range(len(deliveries))],
        editions=warehouse.editions,
        steps=_steps(warehouse),
    )
    codes = [edition.code for edition in warehouse.editions]
    neighbours = set(pairwise(codes))
    yield page(
        "revisions",
        t("revisions.title"),
        revisions=warehouse.revisions,
        pairs=list(
            dict.fromkeys(
                (one.earlier_edition_code, one.later_edition_code)
                for one in warehouse.revision_counts
                if (one.earlier_edition_code, one.later_edition_code) in neighbours
            )
        ),
        counts={
            (one.exhibit_code, one.earlier_edition_code, one.later_edition_code): one
            for one in warehouse.revision_counts
        },
        compared_exhibits=list(
            dict.fromkeys(one.exhibit_code for one in warehouse.revision_counts)
        ),
        revised=revised,
        compared=sum(one.cell_count for one in warehouse.revision_counts),
        digits=charts.digits,
    )
    effects = _effect_rows(warehouse, material)
    yield page(
        "rulings",
        " ".join(dict.fromkeys(row.reading for row in effects)),
        rows=effects,
        editions=warehouse.editions,
    )


def arithmetic_of(one: Contradiction, t: Texts) -> list[Sentence]:
    """Return the lines of the arithmetic; those without words are in every language."""
    lines = [] if one.arithmetic == "none" else one.arithmetic.split("; ")
    return [
        t.sentence(line) if line in read_sentences() else Sentence(t.digits(line), t.language)
        for line in lines
        if line
    ]


def _fate_rows(warehouse: Warehouse, deliveries: list[str], material: Material) -> list[FateRow]:
    t = material.t
    groups: dict[tuple[int, str, str, str, str], dict[str, int]] = {}
    for fate in sorted(warehouse.fates, key=_order):
        detail = fate.reason.in_(t.language) if fate.reason else ""
        key = (
            fate.step_order,
            fate.label.in_(t.language),
            detail,
            fate.rule_id or "",
            fate.source_table,
        )
        found = groups.setdefault(key, {})
        found[fate.delivery_id] = found.get(fate.delivery_id, 0) + fate.record_count
    return [
        FateRow(
            label,
            detail,
            rule,
            t(f"records.{table}"),
            tuple(found.get(delivery, 0) for delivery in deliveries),
        )
        for (_, label, detail, rule, table), found in groups.items()
    ]


def _order(fate: Fate) -> tuple[int, str, str, str]:
    reason = fate.reason.en if fate.reason else ""
    return (-fate.step_order, fate.rule_id or "", fate.source_table, reason)


def _steps(warehouse: Warehouse) -> dict[tuple[str, str], dict[str, int]]:
    """Return the victims by step and rule, then by edition."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    ordered = sorted(warehouse.steps, key=lambda step: (step.step_order, step.edition_code))
    for step in ordered:
        if step.column_kind == "edition":
            by_edition = found.setdefault((step.step_code, step.rule_id), {})
            by_edition[step.edition_code] = step.victim_count
    return found


def _effect_rows(warehouse: Warehouse, material: Material) -> list[EffectRow]:
    t = material.t
    groups: dict[tuple[str, str, str], dict[str, Effect]] = {}
    for effect in warehouse.effects:
        key = (effect.rule_id, effect.reading.in_(t.language), effect.figure_code)
        groups.setdefault(key, {})[effect.edition_code] = effect
    return [
        EffectRow(
            rule,
            reading,
            t("effect." + figure.replace(" ", "_")),
            tuple(found.get(edition.code) for edition in warehouse.editions),
        )
        for (rule, reading, figure), found in groups.items()
    ]
