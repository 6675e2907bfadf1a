"""A page on which number of victims of labour exploitation to quote, and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from slachtoffermonitor.site.data import Cell, Claim, Warehouse
from slachtoffermonitor.site.material import Material
from slachtoffermonitor.site.page import Page

PATH: Final = "figures/which-number"
CONCERNED: Final = ("fig_2_03", "fig_2_05", "fig_2_07", "fig_2_11", "fig_2_13")
"""Exhibits whose numbers of labour exploitation a reader may take for each other."""

FORM: Final = "AU"
_CELLS: Final = (
    ("any", "fig_2_03", "any_form"),
    ("form", "fig_2_07", "trafficking_form"),
    ("only", "fig_2_03", "form_combination"),
)


@dataclass(frozen=True)
class Answer:
    """A number that somebody may mean.

    Attributes:
        name: the end of the keys of its words.
        count: the number.
        cell: the published cell that holds it, if one does.
        claims: printed numbers that are this one, and that a document contradicts elsewhere.
    """

    name: str
    count: Decimal | int
    cell: Cell | None
    claims: tuple[Claim, ...]


def answers_of(warehouse: Warehouse) -> list[Answer]:
    """Return the numbers for the last year of the default edition, the one to quote first."""
    edition, found = warehouse.default, []
    for name, exhibit, row_kind in _CELLS:
        for cell in warehouse.of(exhibit, edition.code):
            place = (cell.column_code, cell.row_kind, cell.row_code)
            if place == (str(edition.year_to), row_kind, FORM):
                found.append(Answer(name, cell.value or Decimal(0), cell, ()))
    if labour := warehouse.facts.labour:
        found.append(
            Answer(
                "notifications",
                labour.notifications,
                None,
                tuple(_contradicted(warehouse.claims, labour.notifications)),
            )
        )
        found.append(Answer("known", labour.known, None, ()))
    return found


def _contradicted(claims: Sequence[Claim], count: int) -> Iterable[Claim]:
    """Yield the printed numbers of labour exploitation that are notifications, not victims."""
    for claim in claims:
        if (
            claim.printed == str(count)
            and claim.exhibit_code == "fig_2_11"
            and (claim.contradiction_id)
        ):
            yield claim


def pages(material: Material) -> Iterable[Page]:
    """Yield the page; none where the default edition has no labour exploitation."""
    warehouse, t = material.warehouse, material.t
    answers = answers_of(warehouse)
    if not answers:
        return
    year = warehouse.default.year_to
    labour = warehouse.facts.labour
    yield Page(
        path=PATH,
        template="which-number.html.j2",
        title=t("which.title", year=str(year)),
        section="figures",
        context={
            "answers": answers,
            "year": str(year),
            "edition": warehouse.default,
            "exhibits": {exhibit.code: exhibit for exhibit in warehouse.exhibits},
            "left_out": labour.left_out if labour else 0,
            "abbreviations": t.abbreviations_in(
                " ".join(t(f"which.what.{answer.name}") for answer in answers)
            ),
        },
        search=t("which.title", year=str(year)),
    )
