"""What all makers of pages work from."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import vl_convert as vlc
from markupsafe import Markup

from slachtoffermonitor.site import drawing, frame
from slachtoffermonitor.site.charts import Chart
from slachtoffermonitor.site.data import Cell, Warehouse
from slachtoffermonitor.site.frame import Symbol
from slachtoffermonitor.site.imprint import Imprint
from slachtoffermonitor.site.library import Library
from slachtoffermonitor.site.texts import Texts

DOWNLOADS: Final = "downloads"
IMAGES: Final = "images"


@dataclass(frozen=True)
class Picture:
    """A chart as a page shows it.

    Attributes:
        chart: what is drawn.
        wide: the drawing for a desk, as SVG that stands in the page.
        narrow: the same for a phone.
        legend: what its colours and shapes mean; empty where the categories stand at the bars.
        notes: number, text and source of its notes.
        abbreviations: those that occur in its words, and what they mean.
        svg: the picture with its frame, below the folder of the site.
        width: of that picture, in pixels.
        height: of that picture, in pixels.
    """

    chart: Chart
    wide: Markup
    narrow: Markup
    legend: list[Symbol]
    notes: list[tuple[str, str, str]]
    abbreviations: list[tuple[str, str]]
    svg: str
    width: int
    height: int


class Pictures:
    """Draws charts: into the page, and into files, each once."""

    def __init__(self, site: Path, t: Texts, note: str) -> None:
        self._site = site
        self._t = t
        self._note = note
        self._folder = f"{IMAGES}/{t.language}"
        (site / self._folder).mkdir(parents=True, exist_ok=True)

    def draw(self, chart: Chart, heading: str) -> Picture:
        """Draw a chart.

        Args:
            chart: what is drawn.
            heading: number and title of the exhibit, with the edition; it stands in the picture.
        """
        t = self._t
        framed = frame.framed(drawing.draw(chart, t), chart, heading, self._note)
        name = f"{self._folder}/{chart.name}.svg"
        (self._site / name).write_text(framed.file, encoding="utf-8", newline="\n")
        words = [heading, chart.title, chart.subtitle, chart.reading, chart.source]
        words += [swatch.label for swatch in chart.swatches]
        words += [note.text for note in chart.notes]
        return Picture(
            chart,
            Markup(framed.inline),  # noqa: S704
            Markup(frame.plain(drawing.draw(chart, t, drawing.NARROW))),  # noqa: S704
            frame.symbols(chart),
            frame.numbered(chart),
            t.abbreviations_in(" ".join(words)),
            name,
            framed.width,
            framed.height,
        )


_PREVIEW_SCALE: Final = 0.5
"""Of the size of the picture: a preview is small, and there are thirty of them."""


def write_preview(site: Path, picture: Picture) -> str:
    """Write a picture as PNG, which messages show of a page; return its place in the site.

    Few programs that show previews read SVG.
    """
    name = str(Path(picture.svg).with_suffix(".png").as_posix())
    drawing = (site / picture.svg).read_text(encoding="utf-8")
    (site / name).write_bytes(vlc.svg_to_png(drawing, scale=_PREVIEW_SCALE))
    return name


@dataclass(frozen=True)
class Material:
    """What the makers of pages work from, in one language.

    Attributes:
        warehouse: what the site shows of the warehouse.
        library: the project's documents.
        t: the words of the language.
        pictures: draws charts.
        database: the warehouse's file, for what `warehouse` does not hold; open it read-only.
        root: the project.
        prepared: waits for what is made once for both languages, and returns its folder.
        site: the site's folder, for files beside the pages.
        imprint: what the site says of itself.
    """

    warehouse: Warehouse
    library: Library
    t: Texts
    pictures: Pictures
    database: Path
    root: Path
    prepared: Callable[[], Path]
    site: Path
    imprint: Imprint


def write_csv(site: Path, name: str, cells: Sequence[Cell], status: str) -> None:
    """Write the cells of an exhibit, exactly as `published_cells` holds them.

    The first column says what the data are, as in the export; the last four whether a document
    prints the number and the share, and which.

    Args:
        site: the folder of the site.
        name: of the file.
        cells: of the exhibit in an edition.
        status: what every row says of the data.
    """
    folder = site / DOWNLOADS
    folder.mkdir(exist_ok=True)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    columns = (
        "edition_code",
        "exhibit_code",
        "column_kind",
        "column_code",
        "row_kind",
        "row_code",
        "measure",
        "value",
        "unit_count",
        "base",
        "pct",
        "value_in_print",
        "printed_value",
        "share_in_print",
        "printed_share",
    )
    writer.writerow(("data_status", *columns))
    for cell in cells:
        values = (getattr(cell, column) for column in columns)
        writer.writerow((status, *("" if value is None else value for value in values)))
    (folder / f"{name}.csv").write_text(stream.getvalue(), encoding="utf-8", newline="\n")
