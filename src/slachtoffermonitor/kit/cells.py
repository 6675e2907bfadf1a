"""The cells of all exhibits, once, as every file of a kit shows them.

A cell has an identifier, a status and texts in which a spreadsheet sees no formula. All formats
are written from this one table, so that they cannot differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import duckdb

from slachtoffermonitor.export import defused
from slachtoffermonitor.kit.publication import Publication
from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.warehouse import table_names

CELLS: Final = "kit_cells"
"""Temporary table with one row per cell of all exhibits."""

LABELS: Final = "kit_labels"
"""Temporary table with one row per row or column of an exhibit in an edition."""

MARKS: Final = {"not_applicable": "[z]", "suppressed": "[c]"}
"""What stands in the place of a number, by status, the same in every file that people read."""

TIDY_COLUMNS: Final = (
    *(
        "data_status",
        "release_status",
        "cell_id",
        "edition_code",
        "exhibit_code",
        "row_kind",
        "row_code",
    ),
    *("column_kind", "column_code", "measure", "value", "unit_count", "base", "pct"),
    "status_code",
)

_TEXTS: Final = (
    *("edition_code", "exhibit_code", "column_kind", "column_code", "column_label_nl"),
    *("column_label_en", "row_kind", "row_code", "row_label_nl", "row_label_en", "measure"),
)
_HIDING: Final = "is_suppressed"
"""Column of an exhibit that says that the number of a cell is kept back."""


@dataclass(frozen=True)
class Exhibit:
    """An exhibit of the monitor.

    Attributes:
        code: such as `fig_2_03`.
        number_nl: such as `Figuur 2.3`.
        number_en: such as `Figure 2.3`.
        title_nl: title in Dutch.
        title_en: title in English.
        model: its table in `marts`.
    """

    code: str
    number_nl: str
    number_en: str
    title_nl: str
    title_en: str
    model: str

    def number(self, language: str) -> str:
        """Return its number in a language."""
        return self.number_nl if language == "nl" else self.number_en

    def title(self, language: str) -> str:
        """Return its title in a language."""
        return self.title_nl if language == "nl" else self.title_en


@dataclass(frozen=True)
class Cell:
    """A published cell.

    Attributes:
        cell_id: its identifier.
        edition_code: the edition.
        row: kind and code of its row.
        column: kind and code of its column.
        row_labels: language -> label of the row.
        column_labels: language -> label of the column.
        measure: what is counted.
        value: the number; none where its status says why.
        base: the number that is 100%; none where there is no percentage.
        pct: the whole percentage as printed.
        status_code: `published`, `not_applicable` or `suppressed`.
    """

    cell_id: str
    edition_code: str
    row: tuple[str, str]
    column: tuple[str, str]
    row_labels: dict[str, str]
    column_labels: dict[str, str]
    measure: str
    value: Decimal | None
    base: Decimal | None
    pct: int | None
    status_code: str


def prepare(connection: duckdb.DuckDBPyConnection, publication: Publication) -> None:
    """Make the temporary tables `kit_cells` and `kit_labels` beside a file that is read only.

    Where a cell is suppressed its number is nowhere: neither in the cell, nor as the base of
    another cell of its column, nor in a percentage of that base.

    Args:
        connection: open on a file with the schema `marts`.
        publication: its number stands in the identifiers, its status in every row.

    Raises:
        ProjectError: an exhibit has no table in the file.
    """
    there = set(table_names(connection, "marts"))
    found = exhibits(connection)
    if missing := [one.model for one in found if one.model not in there]:
        raise ProjectError(
            f"The file has no table marts.{missing[0]}, so that no kit can be made of it; build "
            "the warehouse again with `make build`, or publish it again."
        )
    connection.execute(
        f"""
        create or replace temp table {CELLS} as
        with exhibits as (
            {" union all by name ".join(f"select * from marts.{one.model}" for one in found)}
        ),

        cells as (
            select
                {", ".join(defused(column) for column in _TEXTS)},
                row_order,
                column_order,
                value,
                unit_count,
                base,
                pct,
                {_hiding(connection, found)} as is_suppressed,
            from exhibits
        ),

        hidden as (
            select distinct edition_code, exhibit_code, column_kind, column_code, value as base
            from cells
            where is_suppressed
        ),

        shown as (
            select
                cells.*,
                cells.is_suppressed or hidden.base is not null as is_base_hidden,
            from cells
            left join hidden using (edition_code, exhibit_code, column_kind, column_code, base)
        )

        select
            $data_status as data_status,
            $release_status as release_status,
            concat(
                exhibit_code, '/', edition_code, '/', row_kind, '/', row_code, '/',
                column_kind, '/', column_code, '/', measure, '@', $publication
            ) as cell_id,
            edition_code,
            exhibit_code,
            row_kind,
            row_code,
            row_label_nl,
            row_label_en,
            row_order,
            column_kind,
            column_code,
            column_label_nl,
            column_label_en,
            column_order,
            measure,
            case when not is_suppressed then value end as value,
            case when not is_suppressed then unit_count end as unit_count,
            case when not is_base_hidden then base end as base,
            case when not is_base_hidden then pct end as pct,
            case
                when is_suppressed then 'suppressed'
                when value is null then 'not_applicable'
                else 'published'
            end as status_code,
        from shown
        order by exhibit_code, edition_code, row_order, measure, column_order, column_code
        """,
        {
            "data_status": publication.data_status,
            "release_status": publication.release_status,
            "publication": publication.name,
        },
    )
    connection.execute(f"""
        create or replace temp table {LABELS} as
        select
            data_status, release_status, exhibit_code, edition_code, 'row' as axis,
            row_kind as kind, row_code as code, row_label_nl as label_nl,
            row_label_en as label_en, row_order as sort_order,
        from {CELLS}
        union
        select
            data_status, release_status, exhibit_code, edition_code, 'column',
            column_kind, column_code, column_label_nl, column_label_en, column_order,
        from {CELLS}
        order by exhibit_code, edition_code, axis, sort_order, kind, code
        """)


def _hiding(connection: duckdb.DuckDBPyConnection, found: list[Exhibit]) -> str:
    """Return the expression that says whether a cell is suppressed."""
    names = ", ".join(f"'{one.model}'" for one in found)
    row = connection.execute(
        "select count(*) from information_schema.columns "
        f"where table_schema = 'marts' and column_name = '{_HIDING}' and table_name in ({names})"
    ).fetchone()
    return f"coalesce({_HIDING}, false)" if row and row[0] else "false"


def exhibits(connection: duckdb.DuckDBPyConnection) -> list[Exhibit]:
    """Return the exhibits of the monitor, in its order."""
    rows = connection.execute(
        "select exhibit_code, number_nl, number_en, title_nl, title_en, model_name "
        "from marts.dim_exhibits order by sort_order"
    ).fetchall()
    return [Exhibit(*row) for row in rows]


def editions(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the codes of the editions that have cells, in their order."""
    rows = connection.execute(f"select distinct edition_code from {CELLS} order by all").fetchall()
    return [str(row[0]) for row in rows]


def cells_of(
    connection: duckdb.DuckDBPyConnection, exhibit: str, edition: str | None = None
) -> list[Cell]:
    """Return the cells of an exhibit, by edition, row, measure and column."""
    rows = connection.execute(
        f"""
        select
            cell_id, edition_code, row_kind, row_code, column_kind, column_code,
            row_label_nl, row_label_en, column_label_nl, column_label_en,
            measure, value, base, pct, status_code,
        from {CELLS}
        where exhibit_code = $exhibit and edition_code = coalesce($edition, edition_code)
        order by edition_code, row_order, measure != 'victims', measure, column_order, column_code
        """,
        {"exhibit": exhibit, "edition": edition},
    ).fetchall()
    return [
        Cell(
            cell_id=row[0],
            edition_code=row[1],
            row=(row[2], row[3]),
            column=(row[4], row[5]),
            row_labels={"nl": row[6], "en": row[7]},
            column_labels={"nl": row[8], "en": row[9]},
            measure=row[10],
            value=row[11],
            base=row[12],
            pct=row[13],
            status_code=row[14],
        )
        for row in rows
    ]


def counts(connection: duckdb.DuckDBPyConnection, edition: str | None = None) -> dict[str, int]:
    """Return how many cells there are of each status; a status that none has counts 0."""
    rows = connection.execute(
        f"select status_code, count(*) from {CELLS} "
        "where edition_code = coalesce($edition, edition_code) group by all",
        {"edition": edition},
    ).fetchall()
    return dict.fromkeys(("published", *MARKS), 0) | {str(code): int(n) for code, n in rows}


def fingerprint(connection: duckdb.DuckDBPyConnection) -> tuple[object, ...]:
    """Return the number of cells and a digest of them, whatever their order."""
    row = connection.execute(f"select count(*), sum(hash(cell)) from {CELLS} as cell").fetchone()
    return row or ()


def number(value: Decimal | int | None) -> int | Decimal | None:
    """Return a number without decimals that are zero: 668.000000 is 668, 583.500000 is 583.5."""
    if value is None or isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else value.normalize()
