"""The page that says which numbers are printed and which are not, per exhibit and edition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from slachtoffermonitor.site.data import NOT_PRINTED, Exhibit
from slachtoffermonitor.site.figures import count_marks, page_name
from slachtoffermonitor.site.material import Material
from slachtoffermonitor.site.page import Page


@dataclass(frozen=True)
class Count:
    """How many numbers of an exhibit stand in print, in an edition.

    Attributes:
        page: the page of the exhibit.
        printed: numbers of which a document prints the same or another one.
        differing: numbers of which a document prints another one.
        total: all numbers.
    """

    page: str
    printed: int
    differing: int
    total: int


def pages(material: Material) -> Iterable[Page]:
    """Yield the page."""
    warehouse, t = material.warehouse, material.t
    rows: list[tuple[Exhibit, list[Count | None]]] = []
    for exhibit in warehouse.exhibits:
        counts: list[Count | None] = []
        for edition in warehouse.editions:
            cells = warehouse.of(exhibit.code, edition.code)
            marks = count_marks(cells)
            counts.append(
                Count(
                    page_name(exhibit.code, edition.code),
                    len(cells) - marks[NOT_PRINTED],
                    marks["differs"],
                    len(cells),
                )
                if cells
                else None
            )
        rows.append((exhibit, counts))
    marks = count_marks(warehouse.cells)
    yield Page(
        path="printed",
        template="printed.html.j2",
        title=t("print.title"),
        section="audit",
        context={
            "editions": warehouse.editions,
            "rows": rows,
            "marks": marks,
            "total": len(warehouse.cells),
            "synthetic": warehouse.synthetic,
        },
        search=t("print.search"),
    )
