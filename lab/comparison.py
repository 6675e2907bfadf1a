"""Compares two tables that should be the same, cell by cell.

Nothing is rounded or cast before it is compared: a column of another type differs as a whole.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from slachtoffermonitor.project import ProjectError, project_root

MARTS: Final = ("marts", "audit")
"""What is compared unless told otherwise: all that is published, and all evidence for it."""


def exhibit_count() -> int:
    """Return how many exhibits the monitor has (`seeds/reference/ref_exhibits.csv`)."""
    seed = project_root() / "seeds" / "reference" / "ref_exhibits.csv"
    with seed.open(encoding="utf-8", newline="") as stream:
        return sum(1 for _ in csv.DictReader(stream))


@dataclass(frozen=True)
class TableComparison:
    """How a table of the warehouse and the same table elsewhere compare.

    Attributes:
        name: schema and table.
        rows: of the warehouse.
        cells: rows times columns of the larger of the two.
        differing_cells: cells that are not the same; all of a row that has no partner.
        problem: what differs, in a few words; empty when nothing does.
    """

    name: str
    rows: int
    cells: int
    differing_cells: int
    problem: str = ""


def require_all_exhibits(database: Path, tables: Iterable[str]) -> None:
    """Refuse a warehouse of a few tables.

    Raises:
        ProjectError: it does not hold all exhibits, so that little could be compared.
    """
    count = sum(table.startswith(("fig_", "tab_")) for table in tables)
    if count != exhibit_count():
        raise ProjectError(
            f"{database} holds {count} of the {exhibit_count()} exhibits, so that little could be "
            "compared: build it in full first (`slachtoffermonitor build`)."
        )


def not_built(
    connection: duckdb.DuckDBPyConnection, name: str, left: str, place: str
) -> TableComparison:
    """Return the comparison with a table that is not there."""
    rows = _count(connection, left)
    cells = rows * len(_columns(connection, left))
    return TableComparison(name, rows, cells, cells, f"{place} has not built it")


def compare_relations(
    connection: duckdb.DuckDBPyConnection, name: str, left: str, right: str, place: str
) -> TableComparison:
    """Compare two relations.

    Rows are compared as they are, whatever their order. What has no equal on the other side is
    paired in the order of all columns, to count the cells and name the columns that differ.

    Args:
        connection: reads both.
        name: of the table, for people.
        left: the table of the warehouse, as SQL names it.
        right: the other one.
        place: where the other one is, for people.
    """
    columns = _columns(connection, left)
    rows = _count(connection, left)
    cells = rows * len(columns)
    other_columns = _columns(connection, right)
    if columns != other_columns:
        differing = sorted({column for column, _ in set(columns) ^ set(other_columns)})
        problem = f"other columns or types: {', '.join(differing) or 'their order'}"
        return TableComparison(name, rows, cells, cells, problem)
    other_rows = _count(connection, right)
    cells = max(rows, other_rows) * len(columns)
    problems = [] if rows == other_rows else [f"{other_rows:,} rows on {place}"]
    differing_cells = 0
    by_column = _differing_cells(connection, left, right, [column for column, _ in columns])
    if by_column:
        differing_cells = sum(by_column.values())
        problems += [f"{column} ({count:,})" for column, count in by_column.items() if count]
    return TableComparison(name, rows, cells, differing_cells, ", ".join(problems))


def lines(found: list[TableComparison]) -> list[str]:
    """Return a line per table, and the sum."""
    width = max((len(table.name) for table in found), default=0)
    cells = sum(table.cells for table in found)
    differing = sum(table.differing_cells for table in found)
    return [
        *(
            f"{table.name:{width}}  {table.rows:>12,} rows  {table.cells:>14,} cells  "
            f"{table.differing_cells:>12,} differ  {table.problem}".rstrip()
            for table in found
        ),
        f"{len(found)} tables, {cells:,} cells compared, {differing:,} differ",
    ]


def _differing_cells(
    connection: duckdb.DuckDBPyConnection, left: str, right: str, columns: list[str]
) -> dict[str, int]:
    """Return the number of differing cells per column; nothing when all rows have their equal."""
    names = ", ".join(f'"{column}"' for column in columns)
    for side, one, other in (("left", left, right), ("right", right, left)):
        connection.execute(
            f"create or replace temporary table only_{side} as "
            "select row_number() over (order by all_columns) as place, * exclude all_columns "
            f"from (select *, row({names}) as all_columns from "
            f"(select {names} from {one} except all select {names} from {other}))"
        )
    if not (_count(connection, "only_left") or _count(connection, "only_right")):
        return {}
    # A row without a partner differs in every cell, also in those that are empty.
    counts = ", ".join(
        f'count(*) filter (where only_left."{column}" is distinct from only_right."{column}" '
        "or only_left.place is null or only_right.place is null)"
        for column in columns
    )
    row = connection.execute(
        f"select {counts} from only_left full outer join only_right using (place)"
    ).fetchone()
    return dict(zip(columns, row or (), strict=True))


def _columns(connection: duckdb.DuckDBPyConnection, relation: str) -> list[tuple[str, str]]:
    rows = connection.execute(f"describe select * from {relation}").fetchall()
    return [(str(row[0]), str(row[1])) for row in rows]


def _count(connection: duckdb.DuckDBPyConnection, relation: str) -> int:
    row = connection.execute(f"select count(*) from {relation}").fetchone()
    return int(row[0]) if row else 0
