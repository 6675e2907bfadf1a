"""Copies the tables of a publication, and says what they hold in one number each."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from slachtoffermonitor.delivery.sql import identifier, literal
from slachtoffermonitor.limits import limit_statements
from slachtoffermonitor.publication.audiences import Listed
from slachtoffermonitor.stamp import MARTS, Key, Stamp

STORAGE_VERSION: Final = "v1.0.0"
"""Of the file: every client since DuckDB 1.1 opens it."""

_NEW: Final = "publication"
_ROWS_AT_ONCE: Final = 10_000


@dataclass(frozen=True)
class Content:
    """What a table holds.

    Attributes:
        row_count: its rows.
        sha256: of its rows as lines, whatever their order (docs/publication.md).
    """

    row_count: int
    sha256: str


def copy(
    warehouse: duckdb.DuckDBPyConnection,
    file: Path,
    tables: Sequence[Listed],
    stamp: Stamp,
    notice: str,
) -> None:
    """Copy the marts of an audience into a new file: comments, NOT NULL and primary keys too.

    Rows are in the order of all columns from left to right. Views are written anew over the tables
    of the file itself. All is read from the warehouse that is open, even where a build has put
    another in its place.

    Args:
        warehouse: that is open for reading.
        file: the new file.
        tables: what goes into it.
        stamp: of the warehouse; it knows the keys.
        notice: goes before the comment of each table; empty where they say so themselves.

    Raises:
        duckdb.Error: the warehouse cannot be read, or the file cannot be written.
    """
    (catalogue,) = warehouse.execute("select current_database()").fetchall()[0]
    for statement in (f"set temp_directory = {literal(str(file.parent))}", *limit_statements()):
        warehouse.execute(statement)
    warehouse.execute(
        f"attach {literal(str(file))} as {_NEW} (read_write, storage_version '{STORAGE_VERSION}')"
    )
    try:
        warehouse.execute(f"use {_NEW}")
        warehouse.execute("begin")
        warehouse.execute(f"create schema {MARTS}")
        for one in sorted(tables, key=lambda one: one.published_as == "view"):
            source = f"{identifier(str(catalogue))}.{MARTS}.{one.table}"
            if one.published_as == "view":
                _copy_view(warehouse, one, str(catalogue))
            else:
                _copy_table(warehouse, one, source, stamp)
            _copy_comments(warehouse, one, str(catalogue), notice)
        warehouse.execute("commit")
        warehouse.execute(f"force checkpoint {_NEW}")
    finally:
        # Where it failed, the transaction is still open.
        with suppress(duckdb.Error):
            warehouse.execute("rollback")
        with suppress(duckdb.Error):
            warehouse.execute(f"use {identifier(str(catalogue))}")
            warehouse.execute(f"detach {_NEW}")


def _copy_table(
    connection: duckdb.DuckDBPyConnection, one: Listed, source: str, stamp: Stamp
) -> None:
    types = {
        str(name): str(data_type)
        for name, data_type, *_ in connection.execute(f"describe {source}").fetchall()
    }
    primary = next(
        (key for key in stamp.keys if key.table == one.table and key.kind == "primary"), None
    )
    key = primary.columns if primary and set(primary.columns) <= set(one.columns) else ()
    required = {*stamp.required.get(one.table, ()), *key}
    lines = [
        f'"{column}" {types[column]}' + " not null" * (column in required) for column in one.columns
    ]
    if key:
        lines.append(f"primary key ({_names(key)})")
    connection.execute(f"create table {MARTS}.{one.table} ({', '.join(lines)})")
    connection.execute(
        f"insert into {MARTS}.{one.table} select {_names(one.columns)} from {source} order by all"
    )


def _copy_view(connection: duckdb.DuckDBPyConnection, one: Listed, catalogue: str) -> None:
    """Write a view anew; its text names schemas and tables, but no catalogue."""
    (sql,) = connection.execute(
        "select sql from duckdb_views() "
        "where database_name = ? and schema_name = ? and view_name = ?",
        [catalogue, MARTS, one.table],
    ).fetchall()[0]
    connection.execute(str(sql))


def _copy_comments(
    connection: duckdb.DuckDBPyConnection, one: Listed, catalogue: str, notice: str
) -> None:
    source = [catalogue, MARTS, one.table]
    where = "where database_name = ? and schema_name = ?"
    found = connection.execute(
        f"select comment from duckdb_tables() {where} and table_name = ? union all "
        f"select comment from duckdb_views() {where} and view_name = ?",
        [*source, *source],
    ).fetchone()
    said = f"{notice} {found[0] or ''}".strip() if found else notice
    _comment(connection, f"{one.published_as} {MARTS}.{one.table}", said)
    columns = connection.execute(
        f"select column_name, comment from duckdb_columns() {where} and table_name = ?", source
    ).fetchall()
    for column, comment in columns:
        if comment and column in one.columns:
            _comment(connection, f"column {MARTS}.{one.table}.{identifier(column)}", str(comment))


def _comment(connection: duckdb.DuckDBPyConnection, what: str, text: str) -> None:
    connection.execute(f"comment on {what} is {literal(text)}")


def foreign_keys(tables: Sequence[Listed], stamp: Stamp) -> list[Key]:
    """Return the foreign keys between the tables of a publication.

    They are listed in it and not declared: an index for each would double the file.
    """
    columns = {one.table: set(one.columns) for one in tables}
    return [
        key
        for key in stamp.keys
        if key.kind == "foreign"
        and set(key.columns) <= columns.get(key.table, set())
        and key.references_column in columns.get(key.references_table, set())
    ]


def content_of(connection: duckdb.DuckDBPyConnection, table: str) -> Content:
    """Say what a table or view holds.

    The digest is of a line for the names and a line for each row, in the order of their text: the
    values as DuckDB writes them, each in double quotes (one within is doubled), nothing for a
    missing one, commas between.

    Args:
        connection: a database that is open.
        table: name with its schema.
    """
    names = connection.sql(f"select * from {table} limit 0").columns
    values = [
        f"coalesce('\"' || replace(cast(\"{name}\" as varchar), '\"', '\"\"') || '\"', '')"
        for name in names
    ]
    digest = hashlib.sha256((_names(names) + "\n").encode())
    rows = connection.execute(
        f"select {' || chr(44) || '.join(values)} as line from {table} order by line"
    )
    count = 0
    while lines := rows.fetchmany(_ROWS_AT_ONCE):
        count += len(lines)
        digest.update("".join(f"{line}\n" for (line,) in lines).encode())
    return Content(count, digest.hexdigest())


def contents_of(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[Listed]
) -> dict[str, Content]:
    """Return mart -> what it holds."""
    return {one.table: content_of(connection, f"{MARTS}.{one.table}") for one in tables}


def _names(columns: Sequence[str]) -> str:
    return ",".join(f'"{column}"' for column in columns)
