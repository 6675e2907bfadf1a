"""The home page: how many, which, since when, what moved, and what is uncertain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from slachtoffermonitor.site import charts
from slachtoffermonitor.site.data import Cell, Edition, Warehouse
from slachtoffermonitor.site.figures import page_name
from slachtoffermonitor.site.material import Material
from slachtoffermonitor.site.page import Page
from slachtoffermonitor.site.texts import Texts

MOVING: Final = (
    ("fig_2_07", "trafficking_form"),
    ("tab_2_1", "nationality"),
    ("fig_2_08", "gender"),
    ("fig_2_10", "age_band"),
    ("fig_2_11", "reporter_group"),
    ("fig_2_12", "police_unit"),
)
"""Exhibits and rows among which the movers are looked for. What is unknown is no mover."""

MOVERS_SHOWN: Final = 5
SMALLEST_MOVER: Final = 20
"""A category with fewer in both years does not move, it wobbles."""

UNKNOWN: Final = (
    ("fig_2_07", "trafficking_form", "ONB"),
    ("fig_2_08", "gender", "ONB"),
    ("fig_2_10", "age_band", "ONB"),
    ("fig_2_09", "origin_region", "ONB"),
    ("fig_2_04a", "sector_knowledge", "UNKNOWN"),
    ("fig_2_05", "labour_sector", "ONB"),
    ("fig_2_06", "criminal_manner", "ONB"),
    ("fig_2_12", "police_unit", "ONB"),
)
"""The row of an exhibit that says how much of an attribute is unknown."""


@dataclass(frozen=True)
class Mover:
    """A category that rose or fell against the year before."""

    label: str
    kind: str
    before: Decimal
    after: Decimal
    exhibit_code: str

    @property
    def change(self) -> Decimal:
        """Later minus earlier."""
        return self.after - self.before

    @property
    def pct(self) -> Decimal | None:
        """The change in percent; none from zero."""
        return 100 * self.change / self.before if self.before else None


@dataclass(frozen=True)
class Gap:
    """How much of an attribute is unknown over an edition."""

    label: str
    count: Decimal
    base: Decimal
    pct: int
    exhibit_code: str


def pages(material: Material) -> Iterable[Page]:
    """Yield the home page."""
    warehouse, t = material.warehouse, material.t
    edition = warehouse.default
    exhibits = {exhibit.code: exhibit for exhibit in warehouse.exhibits}
    lines = charts.known_victims(warehouse, t)
    forms = charts.forms(warehouse, t)

    def heading(code: str) -> str:
        return f"{exhibits[code].number(t.language)}: {exhibits[code].title.in_(t.language)}"

    totals = {
        cell.column_code: cell.value or Decimal(0)
        for cell in warehouse.of("fig_2_01", edition.code)
        if cell.row_code == "ANALYSIS_POPULATION" and cell.row_kind == "population_line"
    }
    years = sorted(code for code in totals if code != edition.code)
    last, before = years[-1], years[-2] if len(years) > 1 else None
    persons = next(
        (
            cell.value
            for cell in warehouse.of("fig_2_01", edition.code)
            if cell.row_kind == "persons"
            and cell.column_kind == "edition"
            and not warehouse.is_invented(cell)
        ),
        None,
    )
    moved = movers(warehouse, edition, last, before, t) if before else []
    revised = sum(count.revised_count for count in warehouse.revision_counts)
    yield Page(
        path="index",
        template="home.html.j2",
        title=t("nav.home"),
        section="home",
        context={
            "edition": edition,
            "since": warehouse.editions[0].first_covered_year,
            "last": last,
            "before": before,
            "count": totals[last],
            "change": totals[last] - totals[before] if before else None,
            "change_pct": (
                100 * (totals[last] - totals[before]) / totals[before]
                if before and totals[before]
                else None
            ),
            "total": totals[edition.code],
            "persons": persons,
            "lines": material.pictures.draw(lines, heading("fig_2_01")),
            "forms": material.pictures.draw(forms, heading("fig_2_07")),
            "exhibits": exhibits,
            "rises": [mover for mover in moved if mover.change > 0][:MOVERS_SHOWN],
            "falls": [mover for mover in reversed(moved) if mover.change < 0][:MOVERS_SHOWN],
            "smallest": SMALLEST_MOVER,
            "gaps": _gaps(warehouse, edition, t),
            "revised": revised,
            "compared": sum(count.cell_count for count in warehouse.revision_counts),
            "claims": len(warehouse.claims),
            "reproduced": sum(claim.verdict == "reproduced" for claim in warehouse.claims),
            "contradicted": sum(
                claim.verdict == "contradicted_by_source" for claim in warehouse.claims
            ),
            "page_name": page_name,
            "acceptances": warehouse.acceptances,
            "synthetic": warehouse.synthetic,
        },
        search=t("site.name"),
    )


def movers(warehouse: Warehouse, edition: Edition, last: str, before: str, t: Texts) -> list[Mover]:
    """Return the categories by their change, largest rise first.

    Of a synthetic register only numbers that are printed: an invented one does not move.

    Args:
        warehouse: what the site shows.
        edition: whose numbers are compared.
        last: the later year.
        before: the earlier year.
        t: the words of the language.
    """
    found = []
    for exhibit, kind in MOVING:
        cells: dict[str, dict[str, Cell]] = {}
        for cell in warehouse.of(exhibit, edition.code):
            if cell.row_kind == kind and cell.measure != "rank" and cell.row_code != "ONB":
                cells.setdefault(cell.row_code, {})[cell.column_code] = cell
        for years in cells.values():
            if last not in years or before not in years:
                continue
            if any(map(warehouse.is_invented, (years[before], years[last]))):
                continue
            then, now = years[before].value or Decimal(0), years[last].value or Decimal(0)
            if max(then, now) >= SMALLEST_MOVER:
                label = years[last].row_label.in_(t.language)
                found.append(Mover(label, t(f"row_kind.{kind}"), then, now, exhibit))
    return sorted(found, key=lambda mover: (-mover.change, mover.kind, mover.label))


def _gaps(warehouse: Warehouse, edition: Edition, t: Texts) -> list[Gap]:
    gaps = [
        Gap(t(f"gap.{exhibit}"), cell.value or Decimal(0), cell.base, cell.pct, exhibit)
        for exhibit, kind, code in UNKNOWN
        for cell in warehouse.of(exhibit, edition.code)
        if (cell.column_kind, cell.row_kind, cell.row_code) == ("edition", kind, code)
        and cell.base is not None
        and cell.pct is not None
    ]
    return sorted(gaps, key=lambda gap: (-gap.count / gap.base, gap.label))
