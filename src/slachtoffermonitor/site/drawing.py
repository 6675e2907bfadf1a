"""How a chart is drawn: by Altair and vl-convert as SVG, wide for a desk and narrow for a phone.

Every mark of a drawing carries its number in `data-tip`, for the page's script that shows it when
somebody points at it.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping
from typing import Any, Final

import altair as alt
import vl_convert as vlc
from altair.utils import schemapi

from slachtoffermonitor.site.charts import Chart
from slachtoffermonitor.site.points import Point
from slachtoffermonitor.site.slimming import TIP, slimmed
from slachtoffermonitor.site.texts import Texts

VL_VERSION: Final = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
FONT: Final = "Liberation Sans, Arial, Helvetica, sans-serif"
INK: Final = "#1F2933"
SOFT: Final = "#4A5661"
GRID: Final = "#E4E7EB"
WIDE: Final = 700
NARROW: Final = 340
"""Width of the two drawings, in pixels."""
HEIGHT: Final = 330
GAP: Final = 14
"""Between panels, in pixels."""
MARGIN: Final = 8
"""At both sides, for labels in a font that is wider than ours."""

SHAPES: Final = (
    "M-1,0A1,1,0,1,1,1,0A1,1,0,1,1,-1,0Z",
    "M-.9,-.9H.9V.9H-.9Z",
    "M0,-1.1L1.1,.9H-1.1Z",
    "M0,-1.25L1.1,0L0,1.25L-1.1,0Z",
    "M-1.1,-.4H-.4V-1.1H.4V-.4H1.1V.4H.4V1.1H-.4V.4H-1.1Z",
    "M0,1.1L1.1,-.9H-1.1Z",
)
"""What the points of each line look like, in a square from -1 to 1; the legend shows the same."""
SQUARE: Final = SHAPES[1]

CONFIG: Final[dict[str, Any]] = {
    "font": FONT,
    "background": "transparent",
    "padding": {"left": MARGIN, "right": MARGIN, "top": 2, "bottom": 2},
    "view": {"stroke": None},
    "axis": {
        "aria": False,
        "labelColor": INK,
        "labelFontSize": 13,
        "gridColor": GRID,
        "domainColor": "#9AA5B1",
        "ticks": False,
        "labelPadding": 6,
        "title": None,
    },
    "facet": {"spacing": GAP},
}
"""What all charts have in common. Altair copies a whole chart at every step, so that what needs no
step is laid beside it."""

_SUPERSCRIPTS: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def marks_of(chart: Chart) -> dict[tuple[str, str], str]:
    """Return the superscript of every note on a year."""
    years = [(note.column, note.text) for note in chart.notes if note.column]
    return {key: str(number).translate(_SUPERSCRIPTS) for number, key in enumerate(years, 1)}


def draw(chart: Chart, t: Texts, width: int = WIDE) -> str:
    """Draw a chart as SVG, `width` pixels wide."""
    drawing = str(
        vlc.vegalite_to_svg(
            spec_of(chart, t, width), vl_version=VL_VERSION, format_locale=t.locale()
        )
    )
    return slimmed(drawing, FONT)


def spec_of(chart: Chart, t: Texts, width: int = WIDE) -> dict[str, Any]:
    """Return the Vega-Lite specification of a chart."""
    maker = {
        "line": _line,
        "stacked": _stacked,
        "panels": _panels,
        "shares": _shares,
        "share": _lying,
        "lying": _lying,
        "ranked": _ranked,
    }[chart.kind]
    with schemapi.debug_mode(False):  # the tests hold every chart against the schema
        drawn, values = maker(chart, t, width)
        spec: dict[str, Any] = drawn.to_dict(validate=False)
    spec.pop("$schema", None)
    return spec | {"config": CONFIG, "datasets": values}


def tip(point: Point, chart: Chart, t: Texts) -> str:
    """Return what a mark says when somebody points at it."""
    said = t("chart.tip", column=point.column, label=point.label, shown=point.shown(t))
    return said if point.is_expected else f"{said} {chart.unit}" if point.pct is None else said


def _column_labels(chart: Chart, short: bool = False) -> dict[str, str]:
    """Return what the axis writes for each column: with its notes, a year short if need be."""
    marks = marks_of(chart)
    return {
        column: (f"’{column[2:]}" if short and re.fullmatch(r"\d{4}", column) else column)
        + "".join(mark for (year, _), mark in marks.items() if year == column)
        for column in chart.columns
    }


def _rows(
    chart: Chart, points: Iterable[Point], t: Texts, columns: Mapping[str, str]
) -> list[dict[str, Any]]:
    order = {swatch.code: number for number, swatch in enumerate(chart.swatches)}
    return [
        {
            "code": point.code,
            "order": order[point.code],
            "column": columns[point.column],
            "value": float(point.value),
            "shown": point.number(t),
            "segment": point.segment,
            "tip": TIP + tip(point, chart, t),
        }
        for point in points
    ]


ROWS: Final = "rows"
"""The data set with a row per plotted value."""
MARKED: Final = "marked"
"""The data set with the years that have a note."""

_Drawn = tuple[Any, dict[str, list[dict[str, Any]]]]
"""A drawing, and the data sets that it names."""


def _data(name: str) -> alt.Chart:
    return alt.Chart(alt.NamedData(name=name))


def _tint(chart: Chart) -> alt.Color:
    return alt.Color(
        "code:N",
        legend=None,
        scale=alt.Scale(
            domain=[swatch.code for swatch in chart.swatches],
            range=[swatch.colour for swatch in chart.swatches],
        ),
    )


_AMOUNT: Final[dict[str, Any]] = {
    "tickCount": 5,
    "tickMinStep": 1,
    "domain": False,
    "format": ",d",
}


def _line(chart: Chart, t: Texts, width: int) -> _Drawn:
    columns = _column_labels(chart, width < WIDE and len(chart.columns) > 6)
    rows = _rows(chart, chart.points, t, columns)
    x = alt.X(
        "column:O",
        sort=list(columns.values()),
        scale=alt.Scale(padding=0.4),
        axis=alt.Axis(labelAngle=0, grid=False, labelOverlap=False),
    )
    up = alt.Y("value:Q", axis=alt.Axis(**_AMOUNT), scale=alt.Scale(zero=True))
    codes = [swatch.code for swatch in chart.swatches]
    shapes = [SHAPES[number % len(SHAPES)] for number in range(len(codes))]
    marked = [{"column": columns[note.column]} for note in chart.notes if note.column]
    rules = (
        _data(MARKED)
        .mark_rule(stroke=SOFT, strokeDash=[3, 4], strokeWidth=1, aria=False)
        .encode(x=x)
    )
    lines = (
        _data(ROWS)
        .mark_line(strokeWidth=2.5, aria=False)
        .encode(x=x, y=up, color=_tint(chart), detail=alt.Detail("segment:N"))
    )
    points = (
        _data(ROWS)
        .mark_point(filled=True, size=110, opacity=1)
        .encode(
            x=x,
            y=up,
            color=_tint(chart),
            shape=alt.Shape("code:N", scale=alt.Scale(domain=codes, range=shapes), legend=None),
            description=alt.Description("tip:N"),
        )
    )
    layers = [rules, lines, points] if marked else [lines, points]
    values = {ROWS: rows, MARKED: marked} if marked else {ROWS: rows}
    return _fitted(alt.layer(*layers), width, HEIGHT), values


def _stacked(chart: Chart, t: Texts, width: int) -> _Drawn:
    columns = _column_labels(chart, width < WIDE and len(chart.columns) > 6)
    bars = (
        _data(ROWS)
        .mark_bar(stroke="white", strokeWidth=1)
        .encode(
            x=alt.X(
                "column:O",
                sort=list(columns.values()),
                axis=alt.Axis(labelAngle=0, grid=False, labelOverlap=False),
            ),
            y=alt.Y("value:Q", axis=alt.Axis(**_AMOUNT), stack="zero"),
            color=_tint(chart),
            order=alt.Order("order:Q", sort="ascending"),
            description=alt.Description("tip:N"),
        )
    )
    return _fitted(bars, width, HEIGHT), {ROWS: _rows(chart, chart.points, t, columns)}


def _fitted(drawn: Any, width: int, height: int) -> Any:
    return drawn.properties(
        width=width,
        height=height,
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
    )


def _panels(chart: Chart, t: Texts, width: int) -> _Drawn:
    """Draw a panel of bars per category, all with the same scale and the number at each bar."""
    across = 3 if width == WIDE else 2
    room = (width - 2 * MARGIN - GAP * (across - 1)) // across
    columns = _column_labels(chart, room / max(1, len(chart.columns)) < 42)
    headings = {swatch.code: _wrapped(swatch.label, room, 12) for swatch in chart.swatches}
    rows = [
        row | {"panel": headings[point.code]}
        for row, point in zip(_rows(chart, chart.points, t, columns), chart.points, strict=True)
    ]
    highest = float(max((point.value for point in chart.points), default=1)) * 1.2 or 1
    x = alt.X(
        "column:O",
        sort=list(columns.values()),
        axis=alt.Axis(labelAngle=0, labelFontSize=11, labelPadding=4, labelOverlap=False),
    )
    up = alt.Y("value:Q", axis=None, scale=alt.Scale(domain=[0, highest]))
    bars = (
        alt.Chart()
        .mark_bar()
        .encode(
            x=x,
            y=up,
            color=_tint(chart),
            order=alt.Order("order:Q"),
            description=alt.Description("tip:N"),
        )
    )
    numbers = (
        alt.Chart()
        .mark_text(baseline="bottom", dy=-2, fontSize=11, color=INK, aria=False)
        .encode(x=x, y=up, text=alt.Text("shown:N"))
    )
    drawn = alt.layer(bars, numbers).properties(width=room, height=84)
    facets = _facets(drawn, list(headings.values()), across).resolve_axis(x="independent")
    return facets, {ROWS: rows}


def _shares(chart: Chart, t: Texts, width: int) -> _Drawn:
    """Draw a panel per column with the share of each category, all with the same scale."""
    across = 3 if width == WIDE else 1
    labels = {
        swatch.code: _wrapped(swatch.label, 170 if width == WIDE else 130, 12)
        for swatch in chart.swatches
    }
    margin = _extent(labels.values(), 12)
    room = (width - 2 * MARGIN - margin - GAP * (across - 1)) // across
    headings = {column: _wrapped(column, room, 12) for column in chart.columns}
    rows = [
        row
        | {
            "share": float(100 * point.value / point.base) if point.base else 0.0,
            "pct": point.share(),
            "label": labels[point.code],
            "panel": headings[point.column],
        }
        for row, point in zip(
            _rows(chart, chart.points, t, {column: column for column in chart.columns}),
            chart.points,
            strict=True,
        )
    ]
    highest = max((point.pct or 0 for point in chart.points), default=0) * 1.4 or 1
    down = alt.Y("label:N", sort=list(labels.values()), axis=_label_axis(margin, 12))
    x = alt.X("share:Q", axis=None, scale=alt.Scale(domain=[0, highest], nice=False))
    bars = (
        alt.Chart()
        .mark_bar(height={"band": 0.7})
        .encode(y=down, x=x, color=_tint(chart), description=alt.Description("tip:N"))
    )
    numbers = (
        alt.Chart()
        .mark_text(align="left", dx=4, fontSize=11, color=INK, aria=False)
        .encode(y=down, x=x, text=alt.Text("pct:N"))
    )
    height = _step(labels.values(), 12) * len(chart.swatches)
    drawn = alt.layer(bars, numbers).properties(width=room, height=height)
    return _facets(drawn, list(headings.values()), across), {ROWS: rows}


def _facets(drawn: Any, headings: list[str], across: int) -> Any:
    """Draw the same for each `panel` of the rows, with its heading above it."""
    drawn.data = alt.NamedData(name=ROWS)
    return drawn.facet(
        facet=alt.Facet(
            "panel:N",
            sort=headings,
            title=None,
            header=alt.Header(
                labelExpr="split(datum.label, '\\n')",
                labelAnchor="start",
                labelFontSize=12,
                labelFontWeight="bold",
                labelColor=INK,
                labelLimit=0,
                labelLineHeight=15,
                labelPadding=6,
            ),
        ),
        columns=across,
    )


def letters(pixels: float, size: int, bold: bool = False) -> int:
    """Return how many letters fit, also in a font that is wider than ours."""
    return max(10, int(pixels / (size * (0.64 if bold else 0.58))))


def _wrapped(label: str, pixels: float, size: int) -> str:
    """Return a heading or label in lines that fit."""
    most = letters(pixels, size, bold=True)
    return "\n".join(textwrap.wrap(label, most, break_long_words=False))


def _most_lines(labels: Iterable[str]) -> int:
    return max((label.count("\n") + 1 for label in labels), default=1)


def _step(labels: Iterable[str], size: int) -> int:
    """Return the height of a bar with its label, of which more than two lines hang down."""
    lines = _most_lines(labels)
    return 9 + (size + 1) * lines + (size if lines > 2 else 0)


def _extent(labels: Iterable[str], size: int) -> int:
    """Return the width that labels of several lines need, in pixels."""
    longest = max((len(line) for label in labels for line in label.split("\n")), default=0)
    return int(longest * size * 0.6) + 10


def _label_axis(extent: int, size: int) -> alt.Axis:
    """Return an axis of words that may have several lines, `extent` pixels wide."""
    return alt.Axis(
        labelExpr="split(datum.label, '\\n')",
        labelBaseline={
            "condition": {"test": "indexof(datum.label, '\\n') > 0", "value": "bottom"},
            "value": "middle",
        },
        labelLimit=0,
        labelFontSize=size,
        labelLineHeight=size + 1,
        labelOverlap=False,
        domain=False,
        minExtent=extent,
        maxExtent=extent,
    )


def _lying(chart: Chart, t: Texts, width: int) -> _Drawn:
    """Draw a bar per column: of 100 percent, or of counts."""
    normal = chart.kind == "share"
    wrapped = {
        column: _wrapped(column, 200 if width == WIDE else 120, 13) for column in chart.columns
    }
    step = 22 + 14 * _most_lines(wrapped.values())
    wholes = {
        column: sum(point.value for point in chart.points if point.column == column)
        for column in chart.columns
    }
    least = 6 if width == WIDE else 14
    rows = [
        row
        | {
            "pct": point.share() if normal and (point.pct or 0) >= least else "",
            "ink": _ink_on(next(one.colour for one in chart.swatches if one.code == point.code)),
        }
        for row, point in zip(_rows(chart, chart.points, t, wrapped), chart.points, strict=True)
        if wholes[point.column]
    ]
    down = alt.Y(
        "column:N", sort=list(wrapped.values()), axis=_label_axis(_extent(wrapped.values(), 13), 13)
    )
    stack: Any = "normalize" if normal else "zero"
    order = alt.Order("order:Q", sort="ascending")
    data = _data(ROWS)
    bars = data.mark_bar(stroke="white", strokeWidth=1).encode(
        y=down,
        x=alt.X(
            "value:Q",
            stack=stack,
            axis=alt.Axis(
                format="%" if normal else ",d",
                tickCount=5 if width == WIDE else 3,
                domain=False,
            ),
        ),
        color=_tint(chart),
        order=order,
        description=alt.Description("tip:N"),
    )
    numbers = data.mark_text(fontSize=12, aria=False).encode(
        y=down,
        x=alt.X("value:Q", stack=stack, bandPosition=0.5),
        detail=alt.Detail("code:N"),
        order=order,
        text=alt.Text("pct:N"),
        color=alt.Color("ink:N", scale=None),
    )
    drawn = alt.layer(bars, numbers) if normal else bars
    return _fitted(drawn, width, step * max(1, len(chart.columns))), {ROWS: rows}


def _ink_on(colour: str) -> str:
    """Return the ink that can be read on a colour: dark or white."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return INK if 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2 > 0.2 else "white"


def _ranked(chart: Chart, t: Texts, width: int) -> _Drawn:
    labels = {
        swatch.code: _wrapped(swatch.label, 260 if width == WIDE else 150, 13)
        for swatch in chart.swatches
    }
    step = _step(labels.values(), 13)
    columns = {column: column for column in chart.columns}
    rows = [
        row | {"label": labels[point.code], "shown": point.shown(t)}
        for row, point in zip(_rows(chart, chart.points, t, columns), chart.points, strict=True)
    ]
    down = alt.Y(
        "label:N", sort=list(labels.values()), axis=_label_axis(_extent(labels.values(), 13), 13)
    )
    highest = float(max((point.value for point in chart.points), default=1)) or 1
    area = width - 2 * MARGIN - _extent(labels.values(), 13)
    words = _extent((row["shown"] for row in rows), 13)
    room = area / max(area - words, area / 4)
    x = alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, highest * room], nice=False))
    data = _data(ROWS)
    bars = data.mark_bar(height={"band": 0.7}).encode(
        y=down, x=x, color=_tint(chart), description=alt.Description("tip:N")
    )
    numbers = data.mark_text(align="left", dx=5, color=INK, fontSize=13, aria=False).encode(
        y=down, x=x, text=alt.Text("shown:N")
    )
    height = step * max(1, len(chart.points))
    return _fitted(alt.layer(bars, numbers), width, height), {ROWS: rows}
