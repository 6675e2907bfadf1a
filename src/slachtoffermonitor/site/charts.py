"""The charts of the exhibits: Vega-Lite specifications made with Altair, and pictures of them.

A chart is drawn twice from one description: in the page, where the reader can point at it and
switch categories off, and as a picture (SVG) for download, print and browsers without scripts.
Both come with a sentence that says what is to be seen.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

import altair as alt
import vl_convert as vlc

from slachtoffermonitor.site import palette
from slachtoffermonitor.site.data import Cell, Edition, Exhibit, Warehouse
from slachtoffermonitor.site.texts import Texts

VL_VERSION: Final = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
FONT: Final = "Liberation Sans, Arial, Helvetica, sans-serif"
INK: Final = "#1F2933"
GRID: Final = "#E4E7EB"
PICTURE_WIDTH: Final = 680
PICTURE_HEIGHT: Final = 360
BAR_STEP: Final = 34
"""Height of a bar that lies, in pixels."""

VALIDATE = False
"""Whether Altair holds every chart against the schema: the tests do, a build has no time for it."""

LONG_LABEL: Final = 44
"""Characters of a category from which on the legend of a picture has one column."""

Kind = Literal["line", "stacked", "lying", "share", "ranked"]

_EXTRA_LINES: Final = {"fig_2_02": ("total",)}
"""Rows that a line chart shows beside its main ones."""


@dataclass(frozen=True)
class Swatch:
    """An entry of a chart's legend."""

    code: str
    label: str
    colour: str


@dataclass(frozen=True)
class Point:
    """A number of a chart."""

    code: str
    label: str
    column: str
    value: Decimal
    pct: int | None


@dataclass(frozen=True)
class Chart:
    """A chart in one language.

    Attributes:
        name: what its files are called.
        kind: how it is drawn.
        title: what it shows.
        summary: its main figures in sentences, for those who do not see it.
        unit: what is counted.
        points: its numbers.
        swatches: its legend, empty where the categories stand at the axis.
    """

    name: str
    kind: Kind
    title: str
    summary: str
    unit: str
    points: tuple[Point, ...]
    swatches: tuple[Swatch, ...]

    @property
    def height(self) -> int:
        """Height of the drawing in pixels."""
        if self.kind in ("line", "stacked"):
            return PICTURE_HEIGHT
        return BAR_STEP * max(2, len({self._bar(point) for point in self.points}))

    def _bar(self, point: Point) -> str:
        return point.label if self.kind == "ranked" else point.column


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
    name = f"{exhibit.code}-{edition.code}"
    found: list[Chart] = []

    def add(suffix: str, kind: Kind, column_kind: str, title: str) -> None:
        chosen = [
            cell for cell in cells if cell.row_kind in shown and cell.column_kind == column_kind
        ]
        if chosen:
            found.append(_chart(f"{name}-{suffix}", kind, title, chosen, t))

    if exhibit.chart_kind == "line":
        add("year", "line", along, t("chart.per_year"))
    elif exhibit.chart_kind in ("bar", "ranked_table"):
        add("edition", "ranked", "edition", t("chart.per_edition", edition=edition.code))
    else:
        add("year", "stacked", along, t(f"chart.per_{along}"))
    if "trafficking_form" in kinds and exhibit.chart_kind == "stacked_bar":
        add("form", "share", "trafficking_form", t("chart.per_form"))
    return found


def _by_year(warehouse: Warehouse, exhibit: str, row_kind: str) -> dict[tuple[str, str], Cell]:
    """Return the cells of all years by year and row.

    A year is that of the default edition, if it has the year, else that of its last edition: two
    editions may count the same year by other rules.
    """
    found: dict[tuple[str, str], Cell] = {}
    for edition in (*warehouse.editions, warehouse.default):
        for cell in warehouse.of(exhibit, edition.code):
            if cell.column_kind == "year" and cell.row_kind == row_kind:
                found[(cell.column_code, cell.row_code)] = cell
    return found


def known_victims(warehouse: Warehouse, t: Texts) -> Chart:
    """Return the three lines of Figuur 2.1 over all years, see `_by_year`."""
    by_year = _by_year(warehouse, "fig_2_01", "population_line")
    cells = [by_year[key] for key in sorted(by_year, key=lambda key: key[0])]
    order = {cell.row_code: n for n, cell in enumerate(cells[:3])}
    cells.sort(key=lambda cell: (cell.column_code, order[cell.row_code]))
    return _chart("known_victims", "line", t("chart.per_year"), cells, t)


def forms(warehouse: Warehouse, t: Texts) -> Chart:
    """Return the forms of trafficking of Figuur 2.7 over all years, see `_by_year`."""
    by_year = _by_year(warehouse, "fig_2_07", "trafficking_form")
    order = {
        cell.row_code: number
        for number, cell in enumerate(warehouse.of("fig_2_07", warehouse.default.code))
    }
    cells = sorted(by_year.values(), key=lambda cell: (cell.column_code, order[cell.row_code]))
    return _chart("forms", "stacked", t("chart.per_year"), cells, t)


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
    return Chart(
        "records",
        "lying",
        t("records.chart"),
        _summary("stacked", points, t, 0),
        t("records.unit"),
        tuple(points),
        tuple(swatches),
    )


def _chart(name: str, kind: Kind, title: str, cells: Sequence[Cell], t: Texts) -> Chart:
    used = {cell.row_code for cell in cells if cell.value}
    cells = [cell for cell in cells if cell.row_code in used]
    points = [
        Point(
            cell.row_code,
            cell.row_label.in_(t.language),
            cell.column_label.in_(t.language),
            cell.value or Decimal(0),
            cell.pct,
        )
        for cell in cells
    ]
    if kind == "ranked":
        points.sort(key=lambda point: (point.code == "ONB", -point.value, point.label))
    swatches: dict[str, Swatch] = {}
    for cell in cells:
        paint = (
            palette.NEUTRAL
            if cell.row_kind == "total"
            else palette.colour(cell.row_kind, cell.row_code)
        )
        swatches.setdefault(
            cell.row_code, Swatch(cell.row_code, cell.row_label.in_(t.language), paint)
        )
    if kind == "ranked":
        swatches = {point.code: swatches[point.code] for point in points}
    unit = t(f"measure.{cells[0].measure}") if cells else ""
    return Chart(
        name,
        kind,
        title,
        _summary(kind, points, t, digits(cells[0].measure) if cells else 0),
        unit,
        tuple(points),
        tuple(swatches.values()),
    )


def _summary(kind: Kind, points: Sequence[Point], t: Texts, places: int) -> str:
    """Say in sentences what the chart shows."""
    columns = list(dict.fromkeys(point.column for point in points))
    if not columns:
        return t("chart.empty")

    def shown(point: Point) -> str:
        share = f" ({point.pct}%)" if point.pct is not None else ""
        return f"{t.number(point.value, places)}{share}"

    if kind == "line":
        parts = []
        for label in dict.fromkeys(point.label for point in points):
            line = [point for point in points if point.label == label]
            parts.append(
                t(
                    "chart.line_summary",
                    label=label,
                    first=columns[0],
                    start=t.number(line[0].value, places),
                    last=columns[-1],
                    end=t.number(line[-1].value, places),
                    top=t.number(max(line, key=lambda point: point.value).value, places),
                    when=max(line, key=lambda point: point.value).column,
                )
            )
        return " ".join(parts)
    if kind == "ranked":
        return t(
            "chart.ranked_summary",
            list=", ".join(f"{point.label} {shown(point)}" for point in points[:5]),
        )
    chosen = columns if kind == "share" else list(dict.fromkeys((columns[0], columns[-1])))
    parts = []
    for column in chosen:
        largest = sorted(
            (point for point in points if point.column == column and point.value),
            key=lambda point: -point.value,
        )[:3]
        parts.append(
            t(
                "chart.stack_summary",
                column=column,
                list=", ".join(f"{point.label} {shown(point)}" for point in largest),
            )
        )
    return " ".join(parts)


def spec_of(chart: Chart, t: Texts) -> dict[str, Any]:
    """Return the specification of a chart, to which a page or a picture adds its own."""
    return _spec(chart, t)


def picture_spec(spec: dict[str, Any], chart: Chart, heading: str, note: str) -> dict[str, Any]:
    """Return what the picture shows, with its heading and note.

    The page draws the same, without these and the legend, as wide as its box (`site.js`).

    Args:
        spec: the specification of the chart.
        chart: what is drawn.
        heading: number and title of the exhibit, with the edition.
        note: what the data are; it goes wherever the picture goes.
    """
    title = {
        "text": textwrap.wrap(heading, 84),
        "subtitle": [chart.title, note] if note else [chart.title],
        "anchor": "start",
        "frame": "group",
        "fontSize": 16,
        "subtitleFontSize": 12,
        "subtitleColor": INK,
        "color": INK,
        "offset": 16,
    }
    return spec | {"width": PICTURE_WIDTH, "title": title, "background": "white", "padding": 16}


def svg(spec: dict[str, Any], t: Texts) -> str:
    """Draw a specification as SVG, without what only scripts and screen readers of a page use."""
    drawing = str(vlc.vegalite_to_svg(spec, vl_version=VL_VERSION, format_locale=t.locale()))
    return _slim(drawing)


_USELESS: Final = re.compile(
    r' (?:class|role|aria-[a-z]+|pointer-events|opacity)="(?:1|[^"]*[a-z][^"]*)"'
)
_EMPTY: Final = re.compile(r'<path d="[^"]*h0v0h0Z"/>|<path d="" display="none"/>')
_DECIMALS: Final = re.compile(r"(\.\d\d)\d+")


def _slim(drawing: str) -> str:
    """Make an SVG smaller: the same picture, with coordinates to a hundredth of a pixel."""
    head, mark, rest = drawing.partition("<g ")
    rest = rest.replace(f' font-family="{FONT}"', "")
    body = re.sub(r">[^<]+<|[^<>]+", lambda part: _slim_tag(part[0]), mark + rest)
    return head + _EMPTY.sub("", body.replace("<g ", f'<g font-family="{FONT}" ', 1))


def _slim_tag(part: str) -> str:
    """Leave words between tags as they are."""
    return part if part.startswith(">") else _DECIMALS.sub(r"\1", _USELESS.sub("", part))


def bundle() -> str:
    """Return Vega, Vega-Lite and Vega-Embed as one classic script without any address to load."""
    script = vlc.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=VL_VERSION)
    return f"(() => {{\n{script}\n}})();\n"


def _spec(chart: Chart, t: Texts) -> dict[str, Any]:
    rows = list(_records(chart, t))
    labels = [swatch.label for swatch in chart.swatches]
    scale = alt.Scale(domain=labels, range=[swatch.colour for swatch in chart.swatches])
    tint = alt.Color("label:N", scale=scale, sort=labels, legend=_legend(chart))
    tips = [
        alt.Tooltip("label:N", title=t("chart.category")),
        alt.Tooltip("column:N", title=t("chart.column")),
        alt.Tooltip("shown:N", title=chart.unit),
    ]
    if any(point.pct is not None for point in chart.points):
        tips.append(alt.Tooltip("share:N", title=t("chart.share")))
    hidden = alt.param(name="hidden", value=[])
    base = (
        alt.Chart(alt.InlineData(values=rows))
        .add_params(hidden)
        .transform_filter("indexof(hidden, datum.code) < 0")
    )
    drawn = _marks(base, chart, tint, tips, t)
    built = (
        drawn.properties(height=chart.height)
        .configure(
            font=FONT,
            aria=False,
            background="transparent",
        )
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK,
            titleColor=INK,
            labelFontSize=14,
            titleFontSize=14,
            titleFontWeight="normal",
            gridColor=GRID,
            domainColor="#9AA5B1",
            ticks=False,
            labelPadding=6,
            titlePadding=10,
        )
        .configure_legend(labelColor=INK, labelFontSize=13, symbolSize=140, rowPadding=4)
    )
    spec: dict[str, Any] = built.to_dict(validate=VALIDATE)
    spec.pop("$schema", None)
    spec["data"] = {"values": spec.pop("datasets")[spec["data"]["name"]]}
    return spec


def _legend(chart: Chart) -> alt.Legend | None:
    if chart.kind == "ranked":
        return None
    longest = max((len(swatch.label) for swatch in chart.swatches), default=0)
    columns = 1 if longest > LONG_LABEL else 2
    return alt.Legend(
        title=None, orient="bottom", columns=columns, labelLimit=0, symbolType="square"
    )


def _records(chart: Chart, t: Texts) -> Iterable[dict[str, Any]]:
    order = {swatch.code: number for number, swatch in enumerate(chart.swatches)}
    for point in chart.points:
        value = float(round(point.value, 1))
        record = {
            "code": point.code,
            "label": point.label,
            "order": order[point.code],
            "column": point.column,
            "value": int(value) if value.is_integer() else value,
            "shown": t.number(round(point.value, 1)),
            "share": "" if point.pct is None else f"{point.pct}%",
        }
        if chart.kind not in ("line", "stacked"):
            bar = point.label if chart.kind == "ranked" else point.column
            record["bar"] = "\n".join(textwrap.wrap(bar, 24))
        yield record


def _marks(
    base: alt.Chart, chart: Chart, tint: alt.Color, tips: list[alt.Tooltip], t: Texts
) -> Any:
    """Return the drawing, for which Altair has several types."""
    across = alt.X("column:O", title=None, sort=None, axis=alt.Axis(labelAngle=0, grid=False))
    amount = alt.Axis(tickCount=6, domain=False, format=",d")
    if chart.kind == "line":
        up = alt.Y("value:Q", title=chart.unit, axis=amount, scale=alt.Scale(zero=True))
        x = alt.X(
            "column:O",
            title=None,
            sort=None,
            scale=alt.Scale(padding=0.3),
            axis=alt.Axis(labelAngle=0, grid=False),
        )
        lines = base.mark_line(strokeWidth=3).encode(x=x, y=up, color=tint)
        shapes = alt.Shape(
            "label:N",
            scale=alt.Scale(domain=[swatch.label for swatch in chart.swatches]),
            legend=_legend(chart),
        )
        points = base.mark_point(filled=True, size=90, opacity=1).encode(
            x=x, y=up, color=tint, shape=shapes, tooltip=tips
        )
        return alt.layer(lines, points)
    if chart.kind == "stacked":
        return base.mark_bar(stroke="white", strokeWidth=1).encode(
            x=across,
            y=alt.Y("value:Q", title=chart.unit, axis=amount, stack="zero"),
            color=tint,
            order=alt.Order("order:Q", sort="ascending"),
            tooltip=tips,
        )
    down = alt.Y(
        "bar:N",
        title=None,
        sort=None,
        axis=alt.Axis(
            labelExpr="split(datum.label, '\\n')", labelLimit=0, domain=False, labelLineHeight=14
        ),
    )
    if chart.kind in ("share", "lying"):
        share = chart.kind == "share"
        return base.mark_bar(stroke="white", strokeWidth=1).encode(
            y=down,
            x=alt.X(
                "value:Q",
                title=t("chart.share_of", unit=chart.unit) if share else chart.unit,
                stack="normalize" if share else "zero",
                axis=alt.Axis(format="%" if share else ",d", tickCount=5, domain=False),
            ),
            color=tint,
            order=alt.Order("order:Q", sort="ascending"),
            tooltip=tips,
        )
    bars = base.mark_bar().encode(
        y=down,
        x=alt.X("value:Q", title=chart.unit, axis=amount),
        color=tint,
        tooltip=tips,
    )
    numbers = base.mark_text(align="left", dx=5, color=INK, fontSize=13).encode(
        y=down, x=alt.X("value:Q"), text="shown:N"
    )
    return alt.layer(bars, numbers)
