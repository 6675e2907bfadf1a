"""The form of a publication in PostgreSQL: tables, types, keys, views, comments and grants.

All of it is read from the file of the publication. Text that goes into a statement is quoted.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any, Final

import duckdb

from slachtoffermonitor.delivery.sql import identifier, literal
from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.stamp import MARTS

OWN: Final = "main"
"""Schema of the tables that say which publication it is, here as in the file."""
SCHEMAS: Final = (MARTS, OWN)
READER: Final = "slachtoffermonitor_reader"

_TYPES: Final = {
    "BIGINT": "bigint",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "INTEGER": "integer",
    "VARCHAR": "text",
}
_DECIMAL: Final = re.compile(r"DECIMAL\((\d+),(\d+)\)")
_MARK: Final = re.compile(r"Filled by slachtoffermonitor, form ([0-9a-f]{64})\.")


@dataclass(frozen=True)
class Shape:
    """What a publication looks like in PostgreSQL.

    Attributes:
        tables: schema and name of each table, in their order; views are not among them.
        create: statements that make tables, primary keys and views.
        connect: statements that declare the foreign keys, best when the rows are there.
        comments: statements that comment on tables and columns.
    """

    tables: tuple[tuple[str, str], ...]
    create: tuple[str, ...]
    connect: tuple[str, ...]
    comments: tuple[str, ...]

    @property
    def digest(self) -> str:
        """SHA-256 of all but the comments: the same for publications of the same form."""
        return hashlib.sha256("\n".join((*self.create, *self.connect)).encode()).hexdigest()

    def marks(self, notice: str) -> tuple[str, ...]:
        """Return the statements that comment on the schemas, with the form that they are in.

        Args:
            notice: of the publication, goes before it.
        """
        said = literal(f"{notice} Filled by slachtoffermonitor, form {self.digest}.")
        return tuple(f"comment on schema {schema} is {said}" for schema in SCHEMAS)


def form_in(comment: str | None) -> str | None:
    """Return the digest that a comment on a schema names; none where it is not one of ours."""
    found = _MARK.search(comment or "")
    return found[1] if found else None


def shape_of(connection: duckdb.DuckDBPyConnection) -> Shape:
    """Return what a publication looks like in PostgreSQL.

    Args:
        connection: its file, open.

    Raises:
        ProjectError: a column has a type that is not translated.
    """
    columns: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
    for schema, table, *column in connection.execute(
        "select schema_name, table_name, column_name, data_type, is_nullable, comment "
        "from duckdb_columns() where database_name = current_database() and not internal "
        "order by schema_name, table_name, column_index"
    ).fetchall():
        columns.setdefault((str(schema), str(table)), []).append(tuple(column))
    views = connection.execute(
        "select schema_name, view_name, sql, comment from duckdb_views() "
        "where database_name = current_database() and not internal order by all"
    ).fetchall()
    tables = connection.execute(
        "select schema_name, table_name, comment from duckdb_tables() "
        "where database_name = current_database() and not internal order by all"
    ).fetchall()
    primary = _primary_keys(connection)
    create = [
        _create(schema, table, columns[schema, table], primary.get((schema, table), ()))
        for schema, table, _ in tables
    ]
    comments = [
        *(("table", schema, table, comment) for schema, table, comment in tables),
        *(("view", schema, view, comment) for schema, view, _, comment in views),
    ]
    return Shape(
        tuple((str(schema), str(table)) for schema, table, _ in tables),
        (*create, *(str(sql).rstrip().rstrip(";") for _, _, sql, _ in views)),
        _foreign_keys(connection, primary),
        (
            *(
                f"comment on {kind} {_name(schema, name)} is {literal(str(comment))}"
                for kind, schema, name, comment in comments
                if comment
            ),
            *(
                f"comment on column {_name(*table)}.{identifier(name)} is {literal(str(comment))}"
                for table, of_table in columns.items()
                for name, _, _, comment in of_table
                if comment
            ),
        ),
    )


def _create(
    schema: str, table: str, columns: list[tuple[Any, ...]], primary: tuple[str, ...]
) -> str:
    lines = [
        f"{identifier(name)} {_type(f'{schema}.{table}.{name}', data_type)}"
        + " not null" * (not is_nullable)
        for name, data_type, is_nullable, _ in columns
    ]
    if primary:
        lines.append(f"primary key ({', '.join(map(identifier, primary))})")
    return f"create table {_name(schema, table)} ({', '.join(lines)})"


def _type(column: str, data_type: str) -> str:
    if found := _DECIMAL.fullmatch(data_type):
        return f"numeric({found[1]},{found[2]})"
    if data_type not in _TYPES:
        raise ProjectError(
            f"The column {column} has the type {data_type}, which this version does not bring to "
            "PostgreSQL; add it to postgres_shape.py."
        )
    return _TYPES[data_type]


def _primary_keys(
    connection: duckdb.DuckDBPyConnection,
) -> dict[tuple[str, str], tuple[str, ...]]:
    return {
        (str(schema), str(table)): tuple(columns)
        for schema, table, columns in connection.execute(
            "select schema_name, table_name, constraint_column_names from duckdb_constraints() "
            "where database_name = current_database() and constraint_type = 'PRIMARY KEY'"
        ).fetchall()
    }


def _foreign_keys(
    connection: duckdb.DuckDBPyConnection, primary: dict[tuple[str, str], tuple[str, ...]]
) -> tuple[str, ...]:
    """Declare the foreign keys that lead to a primary key, checked when the fill is ended."""
    rows = connection.execute(
        f"select table_name, column_names, references_table, references_column from {OWN}."
        "publication_keys where kind = 'foreign' and table_name in (select table_name from "
        f"duckdb_tables() where database_name = current_database() and schema_name = '{MARTS}') "
        "order by all"
    ).fetchall()
    return tuple(
        f"alter table {_name(MARTS, table)} add foreign key ({identifier(column)}) references "
        f"{_name(MARTS, to)} ({identifier(to_column)}) deferrable initially deferred"
        for table, column, to, to_column in rows
        if primary.get((MARTS, to)) == (to_column,)
    )


def grants(database: str) -> tuple[str, ...]:
    """Return the statements that let the reading role read, and nobody else do anything.

    Args:
        database: its name.
    """
    schemas = ", ".join(SCHEMAS)
    return (
        f"revoke create, temporary on database {identifier(database)} from public",
        f"revoke all on schema {schemas} from public, {READER}",
        f"revoke all on all tables in schema {schemas} from public, {READER}",
        f"grant usage on schema {schemas} to {READER}",
        f"grant select on all tables in schema {schemas} to {READER}",
    )


def _name(schema: str, table: str) -> str:
    return f"{identifier(schema)}.{identifier(table)}"
