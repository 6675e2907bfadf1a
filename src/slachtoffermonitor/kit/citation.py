"""Resolves the identifier of a cell to the number, its labels and a text to cite.

An identifier is `exhibit/edition/kind of row/row/kind of column/column/measure@publication`, all in
the codes of the tables. None of the codes holds a slash or an at sign.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import duckdb

from slachtoffermonitor.kit.cells import CELLS, MARKS, Cell, Exhibit, cells_of, exhibits, number
from slachtoffermonitor.kit.publication import Publication, both, labels_of
from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.site.texts import Texts

EXAMPLE: Final = "fig_2_03/2015-2019/any_form/SU/year/2019/victims@0001"

_PART: Final = r"[^/@\s]+"
_IDENTIFIER: Final = re.compile(
    rf"(?P<exhibit_code>{_PART})/(?P<edition_code>{_PART})"
    rf"/(?P<row_kind>{_PART})/(?P<row_code>{_PART})"
    rf"/(?P<column_kind>{_PART})/(?P<column_code>{_PART})"
    rf"/(?P<measure>{_PART})@(?P<publication>\d{{4,}}|unpublished)"
)
PARTS: Final = {
    "exhibit_code": "exhibit",
    "edition_code": "edition",
    "row_kind": "kind of row",
    "row_code": "row",
    "column_kind": "kind of column",
    "column_code": "column",
    "measure": "measure",
}
"""Columns of the parts of an identifier, in its order, and what they are called."""

_MOST_NAMED: Final = 12


@dataclass(frozen=True)
class Citation:
    """A cell, as somebody else finds and cites it.

    Attributes:
        cell: the cell.
        exhibit: in which it stands.
        said: language -> heading -> words, with the text to cite last.
    """

    cell: Cell
    exhibit: Exhibit
    said: Mapping[str, Mapping[str, str]]


def parts_of(identifier: str) -> dict[str, str]:
    """Return the parts of an identifier, by the names of their columns, and `publication`.

    Raises:
        ProjectError: it is none.
    """
    found = _IDENTIFIER.fullmatch(identifier.strip())
    if found is None:
        raise ProjectError(
            f"{identifier[:200]!r} is no identifier of a cell; one reads like {EXAMPLE} "
            "(docs/release-kit.md)."
        )
    return found.groupdict()


def resolve(
    connection: duckdb.DuckDBPyConnection, publication: Publication, identifier: str
) -> Citation:
    """Return the cell that an identifier names, with a text to cite in each language.

    Args:
        connection: with the cells of the publication prepared.
        publication: the one that the identifier names.
        identifier: of the cell.

    Raises:
        ProjectError: the identifier is none, is of another publication, or names no cell.
    """
    parts = parts_of(identifier)
    if parts["publication"] != publication.name:
        raise ProjectError(
            f"{identifier} is of publication {parts['publication']}, and the file at hand is "
            f"{publication.name}; name the right one."
        )
    _require_cell(connection, parts)
    exhibit = next(one for one in exhibits(connection) if one.code == parts["exhibit_code"])
    cells = cells_of(connection, exhibit.code, parts["edition_code"])
    cell = next(cell for cell in cells if cell.cell_id == identifier.strip())
    said = {language: _say(cell, exhibit, publication, t) for language, t in both().items()}
    return Citation(cell, exhibit, said)


def _require_cell(connection: duckdb.DuckDBPyConnection, parts: Mapping[str, str]) -> None:
    """Check part by part that there is such a cell.

    Raises:
        ProjectError: naming the first part that is not there, and what is.
    """
    known: dict[str, str] = {}
    for column, name in PARTS.items():
        condition = " and ".join([f"{key} = ${key}" for key in known] or ["true"])
        rows = connection.execute(
            f"select distinct {column} from {CELLS} where {condition} order by all", known
        ).fetchall()
        there = [str(row[0]) for row in rows]
        if parts[column] not in there:
            named = ", ".join(there[:_MOST_NAMED]) + (", ..." if len(there) > _MOST_NAMED else "")
            raise ProjectError(
                f"There is no {name} {parts[column]} in {'/'.join(known.values()) or 'the tables'}"
                f"; there is {named}."
            )
        known[column] = parts[column]


def _say(cell: Cell, exhibit: Exhibit, publication: Publication, t: Texts) -> dict[str, str]:
    language = t.language
    value = MARKS[cell.status_code] if cell.value is None else _shown(cell.value, t)
    unit = labels_of(language)(f"measure.{cell.measure}")
    title = t("title.edition", edition=cell.edition_code)
    day = f"{publication.published_at:%Y-%m-%d}"
    text = t(
        "citation.text",
        publisher=publication.publisher.say("publisher", t),
        title=title,
        exhibit=exhibit.number(language),
        exhibit_title=exhibit.title(language),
        row=cell.row_labels[language],
        column=cell.column_labels[language],
        value=value,
        unit=unit,
        name=publication.label(t),
        day=day,
        identifier=cell.cell_id,
    )
    return {
        t("citation.value"): value if cell.pct is None else f"{value} ({cell.pct}%)",
        t("citation.unit"): unit,
        t("column.status"): t(f"status.{cell.status_code}"),
        t("column.edition"): title,
        t("column.exhibit"): f"{exhibit.number(language)}, {exhibit.title(language)}",
        t("citation.row"): cell.row_labels[language],
        t("citation.column"): cell.column_labels[language],
        t("citation.publication"): " ".join(
            [f"{publication.label(t)}, {day}.", *publication.notices(t)]
        ),
        t("citation.cite"): " ".join([text, *publication.notices(t)]),
    }


def _shown(value: Decimal, t: Texts) -> str:
    return t.number(number(value))
