"""All cells of a publication as one digest per table, the same from every client.

It is the digest of the manifest (docs/publication.md). As a program, with the file as argument, it
writes them as JSON; it needs DuckDB alone, of any version.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb


def as_text(value: Any) -> str | None:
    """Return a value as the digest takes it; none where it is missing."""
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if not isinstance(value, str | int):
        raise TypeError(type(value).__name__)
    return str(value)


def digest(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return the digest of a table as a client gave it."""
    lines = []
    for row in rows:
        texts = [as_text(value) for value in row]
        lines.append(
            ",".join("" if text is None else '"' + text.replace('"', '""') + '"' for text in texts)
        )
    heading = ",".join(f'"{name}"' for name in names)
    return hashlib.sha256(
        "".join(f"{line}\n" for line in (heading, *sorted(lines))).encode()
    ).hexdigest()


def relations(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the tables and views of a publication, with their schemas."""
    rows = connection.execute(
        "select table_schema || '.' || table_name from information_schema.tables "
        "where table_catalog = current_database() order by 1"
    ).fetchall()
    return [name for (name,) in rows]


def digests(file: Path) -> dict[str, str]:
    """Return table -> digest of all its cells, and `comments` -> digest of all comments."""
    found = {}
    with duckdb.connect(str(file), read_only=True) as connection:
        for name in relations(connection):
            rows = connection.execute(f"select * from {name}")
            found[name] = digest([column[0] for column in rows.description or ()], rows.fetchall())
        comments = connection.execute(
            "select schema_name, table_name, column_name, comment from duckdb_columns() "
            "where database_name = current_database() and not internal"
        )
        found["comments"] = digest((), comments.fetchall())
    return found


if __name__ == "__main__":
    found = {"version": duckdb.__version__, "digests": digests(Path(sys.argv[1]))}
    json.dump(found, sys.stdout)
