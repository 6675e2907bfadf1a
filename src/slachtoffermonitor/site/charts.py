"""The charts of the exhibits: which there are, and what each shows and says.

How a chart is drawn is the matter of `drawing`, what it says in sentences that of `captions`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal

from slachtoffermonitor.site import captions, palette
from slachtoffermonitor.site.data import Cell, Edition, Exhibit, Warehouse
from slachtoffermonitor.site.notes import (
    Note,
    Subject,
    break_between,
    cited,
    events_of,
    notes_of,
)
from slachtoffermonitor.site.points import Point
from slachtoffermonitor.site.texts import Texts

Kind = Literal["line", "stacked", "panels", "shares", "share", "lying", "ranked"]
"""How a chart is drawn: lines over the years; stacked bars per year; a panel of bars per category;
a panel of shares per column; lying bars of 100 percent; lying bars of counts; sorted bars."""

_EXTRA_LINES: Final = {"fig_2_02": ("total",)}
"""Rows that a line chart shows beside its main ones."""

PANELS_OF_TABLE: Final = 8
"""Rows of a ranked table that have a panel over the years: the largest."""

PARTS: Final = (
    ("ZICHTBAAR", "KNOWN"),
    ("ZICHTBAAR", "IMPUTED"),
    ("MINDER_ZICHTBAAR", "IMPUTED"),
    ("MINDER_ZICHTBAAR", "KNOWN"),
)
"""What is imputed lies in the middle: the border lies somewhere in it, whatever the method."""


@dataclass(frozen=True)
class Swatch:
    """An entry of a chart's legend."""

    code: str
    label: str
    colour: str


@dataclass(frozen=True)
class Chart:
    """A chart in one language.

    Attributes:
        name: what its files are called.
        kind: how it is drawn.
        title: what it shows, in a sentence.
        summary: its main figures in sentences, for those who do not see it.
        unit: what is counted.
        points: its numbers.
        swatches: its categories with their colours.
        subtitle: unit, population and years.
        reading: how to read one of its numbers.
        source: where the numbers come from.
        notes: what happened in its years, and what cannot be compared.
    """

    name: str
    kind: Kind
    title: str
    summary: str
    unit: str
    points: tuple[Point, ...]
    swatches: tuple[Swatch, ...]
    subtitle: str = ""
    reading: str = ""
    source: str = ""
    notes: tuple[Note, ...] = ()

    @property
    def columns(self) -> list[str]:
        """The columns in their order."""
        return list(dict.fromkeys(point.column for point in self.points))

    @property
    def has_legend(self) -> bool:
        """Whether colours have to be explained: elsewhere the categories stand at the bars."""
        return self.kind in ("line", "stacked", "share", "lying")


def digits(measure: str) -> int:
    """Return the decimals that a measure is printed with."""
    return 1 if measure in ("mean_age", "victims_known_or_imputed") else 0


def charts_of(warehouse: Warehouse, exhibit: Exhibit, edition: Edition, t: Texts) -> list[Chart]:
    """Return the charts of an exhibit in an edition."""
    cells = [cell for cell in warehouse.of(exhibit.code, edition.code) if cell.measure != "rank"]
    main = next((cell.row_kind for cell in cells if cell.row_kind != "total"), "total")
    shown = {main, *_EXTRA_LINES.get(exhibit.code, ())}
    kinds = {cell.column_kind for cell in cells}
    along = "year" if "year" in kinds else "period" if "period" in kinds else "edition"
    coloured = palette.tells_apart(main, {cell.row_code for cell in cells if cell.row_kind == main})
    found: list[Chart] = []

    def add(suffix: str, kind: Kind, column_kind: str, largest: int | None = None) -> None:
        chosen = [
            cell for cell in cells if cell.row_kind in shown and cell.column_kind == column_kind
        ]
        if largest is not None:
            chosen = _largest(chosen, cells, largest)
        if not chosen:
            return
        name = f"{exhibit.code}-{edition.code}-{suffix}"
        found.append(_chart(name, kind, _points(kind, chosen, warehouse, t), _unit(chosen, t), t))

    if any(cell.measure == "victims_known_or_imputed" for cell in cells) and along == "period":
        name = f"{exhibit.code}-{edition.code}-year"
        found.append(
            _chart(name, "share", _parts(warehouse, edition, cells, t), _unit(cells, t), t)
        )
    elif exhibit.chart_kind in ("bar", "ranked_table"):
        add("edition", "ranked", "edition")
        if along == "year" and exhibit.chart_kind == "ranked_table":
            add("year", "panels", "year", PANELS_OF_TABLE)
    elif exhibit.chart_kind == "line":
        add("year", "line" if coloured else "panels", along)
    else:
        add("year", "stacked" if coloured else "panels", along)
    if "trafficking_form" in kinds and exhibit.chart_kind == "stacked_bar":
        add("form", "share" if coloured else "shares", "trafficking_form")
    subject = Subject(warehouse, exhibit, edition, cells)
    return [_explained(chart, subject, t) for chart in found]


def _largest(chosen: Sequence[Cell], cells: Sequence[Cell], count: int) -> list[Cell]:
    """Return the cells of the rows that are largest over the edition, by number and code."""
    totals = {
        cell.row_code: cell.value or Decimal(0)
        for cell in cells
        if cell.column_kind == "edition"
        and cell.row_kind != "total"
        and not palette.is_unknown(cell.row_code)
    }
    kept = sorted(totals, key=lambda code: (-totals[code], code))[:count]
    return sorted(
        (cell for cell in chosen if cell.row_code in kept),
        key=lambda cell: (kept.index(cell.row_code), cell.column_code),
    )


def _explained(chart: Chart, subject: Subject, t: Texts) -> Chart:
    """Add to a chart of an exhibit what it shows, of whom, and what to know about its years."""
    edition = subject.edition.code
    years = set(chart.columns) & {
        cell.column_label.in_(t.language) for cell in subject.cells if cell.column_kind == "year"
    }
    return replace(
        chart,
        title=captions.title(chart, subject, t),
        subtitle=captions.subtitle(chart, subject, t),
        reading=captions.reading(chart, t),
        source=_source(chart, t(f"chart.source.{subject.warehouse.notice}", edition=edition), t),
        notes=tuple(cited(note, subject.warehouse, t) for note in notes_of(subject, years, t)),
    )


def _source(chart: Chart, source: str, t: Texts) -> str:
    """Say what the sign of an invented number means, where the chart has one."""
    signs = any(point.is_invented or point.is_share_invented for point in chart.points)
    return f"{source} {t('chart.invented')}" if signs else source


def _series(warehouse: Warehouse, exhibit: Exhibit, row_kind: str, kind: Kind, t: Texts) -> Chart:
    """Return a chart of an exhibit over all years, see `Warehouse.years_of`.

    A row stands where it stands in the default edition.
    """
    model = [
        cell
        for cell in warehouse.of(exhibit.code, warehouse.default.code)
        if cell.row_kind == row_kind
    ]
    order = {cell.row_code: number for number, cell in enumerate(model)}
    cells = sorted(
        (
            cell
            for year in warehouse.years_of(exhibit.code).values()
            for cell in year
            if cell.row_kind == row_kind
        ),
        key=lambda cell: (cell.column_code, order.get(cell.row_code, len(order)), cell.row_code),
    )
    last_years = {edition.code: edition.year_to for edition in warehouse.editions}
    ended = {
        cell.column_code: " ".join(
            rule.rule_id
            for rule in warehouse.facts.ended_rules
            if rule.last_year < last_years[cell.edition_code]
        )
        for cell in cells
    }
    points, swatches = _points(kind, cells, warehouse, t)
    points = [replace(point, segment=ended[point.column_code]) for point in points]
    chart = _chart(exhibit.code, kind, (points, swatches), _unit(cells, t), t)
    subject = Subject(warehouse, exhibit, warehouse.default, cells)
    notes = [
        *events_of(exhibit.code, set(chart.columns), t),
        *break_between(warehouse, ended, t),
    ]
    return replace(
        chart,
        title=captions.title(chart, subject, t),
        subtitle=t(
            "chart.subtitle_series",
            years=f"{chart.columns[0]}-{chart.columns[-1]}" if chart.columns else "",
            edition=warehouse.default.code,
        ),
        reading=captions.reading(chart, t),
        source=_source(chart, t(f"chart.source_series.{warehouse.notice}"), t),
        notes=tuple(
            cited(note, warehouse, t) for note in sorted(notes, key=lambda note: note.column)
        ),
    )


def known_victims(warehouse: Warehouse, t: Texts) -> Chart:
    """Return the three lines of Figuur 2.1 over all years, see `Warehouse.years_of`."""
    shown = _exhibit(warehouse, "fig_2_01")
    return replace(_series(warehouse, shown, "population_line", "line", t), name="known_victims")


def forms(warehouse: Warehouse, t: Texts) -> Chart:
    """Return the forms of trafficking of Figuur 2.7 over all years, see `Warehouse.years_of`."""
    shown = _exhibit(warehouse, "fig_2_07")
    return replace(_series(warehouse, shown, "trafficking_form", "stacked", t), name="forms")


def _exhibit(warehouse: Warehouse, code: str) -> Exhibit:
    return next(exhibit for exhibit in warehouse.exhibits if exhibit.code == code)


def records(warehouse: Warehouse, t: Texts) -> Chart:
    """Return the records of every delivery by the place where they ended."""
    counts: dict[tuple[str, str], int] = {}
    labels: dict[str, str] = {}
    for fate in sorted(warehouse.fates, key=lambda fate: (-fate.step_order, fate.delivery_id)):
        key = (fate.delivery_id, fate.fate_code)
        counts[key] = counts.get(key, 0) + fate.record_count
        labels.setdefault(fate.fate_code, fate.label.in_(t.language))
    wholes: dict[str, int] = {}
    for (delivery, _), count in counts.items():
        wholes[delivery] = wholes.get(delivery, 0) + count
    points = [
        Point(
            code,
            labels[code],
            delivery,
            Decimal(count),
            round(100 * count / wholes[delivery]),
        )
        for delivery in sorted(wholes)
        for code in labels
        if (count := counts.get((delivery, code), 0))
    ]
    swatches = [
        Swatch(code, label, palette.colour("record_fate", code)) for code, label in labels.items()
    ]
    return replace(
        _chart("records", "lying", (points, swatches), t("records.unit"), t),
        title=t("records.chart"),
    )


def _points(
    kind: Kind, cells: Sequence[Cell], warehouse: Warehouse, t: Texts
) -> tuple[list[Point], list[Swatch]]:
    used = {cell.row_code for cell in cells if cell.value}
    cells = [cell for cell in cells if cell.row_code in used]
    points = [
        Point(
            cell.row_code,
            cell.row_label.in_(t.language),
            cell.column_label.in_(t.language),
            cell.value or Decimal(0),
            None if cell.row_kind == "total" else cell.pct,
            cell.base,
            column_code=cell.column_code,
            is_invented=warehouse.is_invented(cell),
            is_share_invented=warehouse.is_share_invented(cell),
        )
        for cell in cells
    ]
    if kind == "ranked":
        points.sort(key=lambda point: (palette.is_unknown(point.code), -point.value, point.code))
    kinds = {cell.row_code: cell.row_kind for cell in cells}
    alone = kind in ("panels", "shares", "ranked")
    swatches: dict[str, Swatch] = {}
    for point in points:
        paint = palette.colour("" if alone else kinds[point.code], point.code)
        if kinds[point.code] == "total":
            paint = palette.NEUTRAL
        swatches.setdefault(point.code, Swatch(point.code, point.label, paint))
    return points, list(swatches.values())


def _parts(
    warehouse: Warehouse, edition: Edition, cells: Sequence[Cell], t: Texts
) -> tuple[list[Point], list[Swatch]]:
    """Divide what is known or imputed into both, per period, as shares of the two together."""
    known = warehouse.facts.known_visibility or {}
    values = {
        (cell.column_code, cell.row_code): cell
        for cell in cells
        if cell.measure == "victims_known_or_imputed" and cell.column_kind == "period"
    }
    columns = list(dict.fromkeys(column for column, _ in values))
    points: list[Point] = []
    swatches: dict[str, Swatch] = {}
    for column in columns:
        for visibility, part in PARTS:
            cell = values[(column, visibility)]
            counted = known.get((edition.code, column, visibility), Decimal(0))
            value = counted if part == "KNOWN" else (cell.value or Decimal(0)) - counted
            code = f"{visibility}:{part}"
            label = t(f"chart.part.{part}", label=cell.row_label.in_(t.language))
            base = cell.base or Decimal(0)
            share = int((100 * value / base).quantize(Decimal(1), ROUND_HALF_UP)) if base else 0
            points.append(
                Point(
                    code,
                    label,
                    cell.column_label.in_(t.language),
                    value,
                    share,
                    base,
                    is_expected=True,
                    is_invented=warehouse.synthetic,
                    is_share_invented=warehouse.synthetic,
                )
            )
            swatches[code] = Swatch(code, label, palette.colour("visibility_part", code))
    return points, list(swatches.values())


def _chart(
    name: str, kind: Kind, drawn: tuple[Sequence[Point], Sequence[Swatch]], unit: str, t: Texts
) -> Chart:
    points, swatches = drawn
    chart = Chart(name, kind, "", "", unit, tuple(points), tuple(swatches))
    return replace(chart, summary=captions.summary(chart, t))


def _unit(cells: Sequence[Cell], t: Texts) -> str:
    return t(f"measure.{cells[0].measure}") if cells else ""
