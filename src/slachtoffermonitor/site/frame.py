"""What stands around the drawing of a chart: in the page, and in the picture that is taken along.

The wide drawing has a frame with title, legend, notes and source, for those who take the picture
along; the page shows the part within the frame, and says the rest in words of its own.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from html import escape
from typing import Final

from slachtoffermonitor.site.charts import Chart
from slachtoffermonitor.site.drawing import (
    FONT,
    INK,
    SHAPES,
    SOFT,
    SQUARE,
    WIDE,
    letters,
    marks_of,
)

PADDING: Final = 16
"""Around the picture that is taken along, in pixels."""

_TIP_ATTRIBUTE: Final = re.compile(r' data-tip="[^"]*"')
_SVG: Final = re.compile(r'<svg [^>]*width="([\d.]+)" height="([\d.]+)"[^>]*>(.*)</svg>', re.S)


@dataclass(frozen=True)
class Symbol:
    """A symbol of a legend: a path in a square from -1 to 1, its colour and its words."""

    path: str
    colour: str
    label: str


def symbols(chart: Chart) -> list[Symbol]:
    """Return the legend of a chart, with the shapes that its lines have."""
    if not chart.has_legend:
        return []
    return [
        Symbol(
            SHAPES[number % len(SHAPES)] if chart.kind == "line" else SQUARE,
            swatch.colour,
            swatch.label,
        )
        for number, swatch in enumerate(chart.swatches)
    ]


def numbered(chart: Chart) -> list[tuple[str, str, str]]:
    """Return the notes of a chart as number, text and source; those on no year have no number."""
    marks = marks_of(chart)
    return [
        (marks.get((note.column, note.text), ""), note.text, note.source) for note in chart.notes
    ]


@dataclass(frozen=True)
class Framed:
    """A drawing as SVG, in the page and as a file.

    Attributes:
        inline: for the page, which shows the part within the frame and takes the whole along.
        file: the whole, without the words of the marks.
        width: of the whole, in pixels.
        height: of the whole, in pixels.
    """

    inline: str
    file: str
    width: int
    height: int


def plain(drawing: str) -> str:
    """Return a drawing for the page, as wide as its box."""
    width, height, body = _parts_of(drawing)
    return f'<svg viewBox="0 0 {width} {height}">{body}</svg>'


def framed(drawing: str, chart: Chart, heading: str, note: str) -> Framed:
    """Lay a frame with title, legend, notes and source around a drawing.

    Args:
        drawing: the drawing.
        chart: what is drawn.
        heading: number and title of the exhibit, with the edition.
        note: what the data are; it goes wherever the picture goes.
    """
    width, height, body = _parts_of(drawing)
    room = max(width, WIDE)
    above = _Lines(room)
    above.add(heading, 12, SOFT)
    above.add(chart.title, 17, INK, bold=True)
    above.add(chart.subtitle, 12, SOFT)
    above.add(note, 12, "#7A3300", bold=True)
    for symbol in symbols(chart):
        above.add(symbol.label, 13, INK, symbol)
    top = above.height + 12
    below = _Lines(room)
    for mark, text, source in numbered(chart):
        below.add(f"{mark} {text} [{source}]".strip(), 11, SOFT)
    below.add(chart.reading, 12, INK)
    below.add(chart.source, 11, SOFT)
    full_width, full_height = room + 2 * PADDING, top + height + below.height + 2 * PADDING
    inner = (
        f'<rect x="{-PADDING}" y="{-PADDING}" width="{full_width}" height="{full_height}" '
        f'fill="white"/><g font-family="{FONT}">{above.svg(0)}</g>'
        f'<g transform="translate(0,{top})">{body}</g>'
        f'<g font-family="{FONT}">{below.svg(top + height + 10)}</g>'
    )
    whole = f"{-PADDING} {-PADDING} {full_width} {full_height}"
    size = f'width="{full_width}" height="{full_height}"'
    return Framed(
        f'<svg viewBox="0 {top} {width} {height}" data-whole="{whole}">{inner}</svg>',
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="{whole}">'
        f"{_TIP_ATTRIBUTE.sub('', inner)}</svg>\n",
        full_width,
        full_height,
    )


def _parts_of(drawing: str) -> tuple[int, int, str]:
    found = _SVG.search(drawing)
    if found is None:
        raise ValueError("This is no drawing of vl-convert.")
    width, height, body = found.groups()
    return -int(-float(width) // 1), -int(-float(height) // 1), body


class _Lines:
    """Words below each other, wrapped to a width in pixels."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._drawn: list[tuple[int, str]] = []
        self.height = 0

    def add(
        self, text: str, size: int, colour: str, symbol: Symbol | None = None, bold: bool = False
    ) -> None:
        """Add a paragraph; nothing when it is empty."""
        indent = 22 if symbol else 0
        most = letters(self._width - indent, size, bold)
        weight = ' font-weight="bold"' if bold else ""
        for number, line in enumerate(textwrap.wrap(text, most)):
            self.height += size + 4
            if symbol and number == 0:
                self._drawn.append(
                    (
                        self.height - 4,
                        f'<path transform="translate(7,{{y}}) scale(5)" fill="{symbol.colour}" '
                        f'd="{symbol.path}"/>',
                    )
                )
            self._drawn.append(
                (
                    self.height,
                    f'<text x="{indent}" y="{{y}}" font-size="{size}px"{weight} '
                    f'fill="{colour}">{escape(line, quote=False)}</text>',
                )
            )
        if text:
            self.height += 4

    def svg(self, top: int) -> str:
        """Return the lines as SVG, the first one below `top`."""
        return "".join(drawn.replace("{y}", str(top + at)) for at, drawn in self._drawn)
