"""Publications for the tests of PostgreSQL, and what PostgreSQL says of them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Final

import duckdb
import psycopg

from slachtoffermonitor.files import digest
from slachtoffermonitor.publication import content, folder, manifest, publish
from slachtoffermonitor.publication.publish import Wish
from tests.clients import cells

AT: Final = "2026-12-01T08:00:00+00:00"


def published(warehouse: Path, target: Path, wish: Wish | None = None) -> Path:
    publish.publish(warehouse, target, wish or Wish(), AT)
    return folder.numbered(target, 1)


def with_form(publication: Path, *statements: str) -> Path:
    """Return a copy of a publication whose tables are changed; its manifest says so."""
    number = len(list(publication.parent.parent.glob("form-*")))
    copy = Path(shutil.copytree(publication, publication.parent.parent / f"form-{number}" / "0001"))
    file = copy / folder.DATABASE
    said = manifest.read(copy)
    for path in (file, copy / folder.MANIFEST):
        path.chmod(0o600)
    with duckdb.connect(str(file)) as connection:
        for statement in statements:
            connection.execute(statement)
        names = [
            name
            for (name,) in connection.execute(
                "select 'marts.' || table_name from duckdb_tables() where schema_name = 'marts' "
                "union all select 'marts.' || view_name from duckdb_views() "
                "where schema_name = 'marts' and not internal order by 1"
            ).fetchall()
        ]
        known = {table["name"]: table for table in said["tables"]}
        said["tables"] = []
        for name in names:
            holds = content.content_of(connection, name)
            table = known.get(name) or {"name": name, "kind": "table", "has_row_per_victim": False}
            said["tables"].append(table | {"rows": holds.row_count, "sha256": holds.sha256})
            if name not in known:
                connection.execute(
                    "insert into main.publication_tables values (?, 'table', false, ?, ?)",
                    [name, holds.row_count, holds.sha256],
                )
    text = manifest.as_text(said, file, digest(file))
    (copy / folder.MANIFEST).write_text(text, encoding="utf-8")
    return copy


def cells_there(connection: psycopg.Connection[Any], publication: Path) -> dict[str, str]:
    """Return table -> digest of all its cells, as PostgreSQL gives them."""
    with duckdb.connect(str(publication / folder.DATABASE), read_only=True) as opened:
        names = cells.relations(opened)
    found = {}
    for name in names:
        rows = connection.execute(f"select * from {name}")
        assert rows.description
        found[name] = cells.digest([column.name for column in rows.description], rows.fetchall())
    return found


def cells_here(publication: Path) -> dict[str, str]:
    found = cells.digests(publication / folder.DATABASE)
    del found["comments"]
    return found


def here(publication: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(publication / folder.DATABASE), read_only=True) as connection:
        return connection.execute(query).fetchall()
