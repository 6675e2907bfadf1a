"""What all makers of pages work from."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from slachtoffermonitor.site import charts
from slachtoffermonitor.site.charts import Chart
from slachtoffermonitor.site.data import Cell, Warehouse
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
        spec: the specification of the picture, from which the page's script draws too.
        svg: its picture, below the folder of the site.
        width: of the picture, in pixels.
        height: of the picture, in pixels.
    """

    chart: Chart
    spec: dict[str, Any]
    svg: str
    width: int
    height: int


class Pictures:
    """Draws charts into files, each once."""

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
        spec = charts.picture_spec(charts.spec_of(chart, self._t), chart, heading, self._note)
        drawing = charts.svg(spec, self._t)
        name = f"{self._folder}/{chart.name}.svg"
        (self._site / name).write_text(drawing, encoding="utf-8", newline="\n")
        size = _SIZE.search(drawing)
        width, height = (round(float(side)) for side in size.groups()) if size else (0, 0)
        return Picture(chart, _as_table(spec), name, width, height)


_SIZE: Final = re.compile(r'<svg [^>]*width="([\d.]+)" height="([\d.]+)"')


def _as_table(spec: dict[str, Any]) -> dict[str, Any]:
    """Return a specification that names the fields of its data once, as `site.js` reads it."""
    values = spec["data"]["values"]
    fields = list(values[0]) if values else []
    rows = [[value[field] for field in fields] for value in values]
    return spec | {"data": {"fields": fields, "rows": rows}}


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
        prepared: folder with what was made once for both languages.
        site: the site's folder, for files beside the pages.
        imprint: what the site says of itself.
    """

    warehouse: Warehouse
    library: Library
    t: Texts
    pictures: Pictures
    database: Path
    root: Path
    prepared: Path
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
