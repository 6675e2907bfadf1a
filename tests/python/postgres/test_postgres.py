"""A publication in PostgreSQL itself. `make test-clients` runs it, and fails without a server."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import pytest
from publications import delivered
from sites import site_warehouse
from typer.testing import CliRunner, Result
from warehouses import ROOT, Builds

from slachtoffermonitor.cli import app
from slachtoffermonitor.publication import events, manifest
from slachtoffermonitor.publication.postgres import fill
from slachtoffermonitor.publication.publish import Wish
from tests.clients.postgres import cells_here, cells_there, here, published
from tests.clients.server import PASSWORD, Server

pytestmark = [pytest.mark.clients, pytest.mark.slow]

TYPES: Final = {
    "BIGINT": "bigint",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "DECIMAL(18,2)": "numeric(18,2)",
    "DECIMAL(18,6)": "numeric(18,6)",
    "INTEGER": "integer",
    "VARCHAR": "text",
}


def test_every_cell_of_the_shipped_register_is_equal(
    builds: Builds, server: Server, empty: str, tmp_path: Path
) -> None:
    """A view here is a view there, with the same rows."""
    publication = published(site_warehouse(builds), tmp_path / "published")
    wanted = cells_here(publication)
    done = fill(publication, empty)
    assert done.rows > 50_000
    with server.connect() as connection:
        assert cells_there(connection, publication) == wanted
    said = {table["name"]: table["sha256"] for table in manifest.read(publication)["tables"]}
    assert said.items() <= wanted.items()
    assert len(said) > 50


def test_types_comments_and_keys_are_equal(server: Server, empty: str, one: Path) -> None:
    fill(one, empty)
    columns = here(
        one,
        "select schema_name, table_name, column_name, data_type, not is_nullable, comment "
        "from duckdb_columns() where not internal order by all",
    )
    tables = here(
        one,
        "select schema_name, table_name, comment from duckdb_tables() where not internal "
        "union all select schema_name, view_name, comment from duckdb_views() where not internal "
        "order by all",
    )
    keys = here(
        one,
        "select schema_name, table_name, constraint_column_names from duckdb_constraints() "
        "where constraint_type = 'PRIMARY KEY' order by all",
    )
    foreign = here(
        one,
        "select table_name, column_names, references_table, references_column "
        "from main.publication_keys where kind = 'foreign' and table_name in "
        "(select table_name from duckdb_tables()) order by all",
    )
    with server.connect() as connection:
        assert sorted(
            connection.execute(
                "select n.nspname, c.relname, a.attname, format_type(atttypid, atttypmod), "
                "attnotnull, col_description(c.oid, attnum) from pg_attribute as a "
                "join pg_class as c on c.oid = attrelid "
                "join pg_namespace as n on n.oid = relnamespace "
                "where nspname in ('marts', 'main') and relkind in ('r', 'v') and attnum > 0",
            ).fetchall(),
            key=str,
        ) == sorted(((*one[:3], TYPES[one[3]], *one[4:]) for one in columns), key=str)
        assert (
            sorted(
                connection.execute(
                    "select nspname, relname, obj_description(c.oid, 'pg_class') "
                    "from pg_class as c join pg_namespace as n on n.oid = relnamespace "
                    "where nspname in ('marts', 'main') and relkind in ('r', 'v')"
                ).fetchall()
            )
            == tables
        )
        found = connection.execute(
            "select nspname, relname, array_agg(attname::text order by place) from pg_index "
            "join pg_class as c on c.oid = indrelid join pg_namespace as n on n.oid = relnamespace "
            "cross join unnest(indkey) with ordinality as of_key (number, place) "
            "join pg_attribute as a on a.attrelid = c.oid and a.attnum = number "
            "where indisprimary and nspname in ('marts', 'main') group by 1, 2 order by 1, 2"
        ).fetchall()
        assert found == keys
        found = connection.execute(
            "select c.relname, a.attname, t.relname, b.attname from pg_constraint as k "
            "join pg_class as c on c.oid = conrelid join pg_class as t on t.oid = confrelid "
            "join pg_attribute as a on a.attrelid = c.oid and a.attnum = conkey[1] "
            "join pg_attribute as b on b.attrelid = t.oid and b.attnum = confkey[1] "
            "where contype = 'f' and cardinality(conkey) = 1 and convalidated"
        ).fetchall()
        assert sorted(found) == sorted(foreign)
        assert len(found) > 40


def test_the_notice_stands_in_the_comments(
    server: Server, empty: str, one: Path, warehouse: Path, tmp_path: Path
) -> None:
    secret = delivered(Path(shutil.copy(warehouse, tmp_path / "delivered.duckdb")))
    restricted = published(secret, tmp_path / "delivered", Wish("restricted"))
    for publication, notice in (
        (one, "SYNTHETIC DATA, not the real register."),
        (restricted, "Restricted, small numbers not protected."),
    ):
        fill(publication, server.new_database("monitor"))
        with server.connect() as connection:
            comments = connection.execute(
                "select obj_description(c.oid, 'pg_class') from pg_class as c join pg_namespace "
                "as n on n.oid = relnamespace where nspname in ('marts', 'main') "
                "and relkind in ('r', 'v') union all select obj_description(oid, 'pg_namespace') "
                "from pg_namespace where nspname in ('marts', 'main')"
            ).fetchall()
        assert len(comments) > 50
        assert [text for (text,) in comments if not text.startswith(notice)] == []


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments])


def test_the_command_fills_the_current_one_and_notes_where(
    server: Server, empty: str, warehouse: Path, tmp_path: Path
) -> None:
    server.run(f"alter role filler password '{PASSWORD}'")
    target = tmp_path / "published"
    publication = published(warehouse, target)
    asked = ("publish", "--database", warehouse, "--folder", target, "--postgres")
    done = run(*asked, f"{empty} password='{PASSWORD}'")
    assert done.exit_code == 0, done.output
    where = f"The database monitor at {server.socket}"
    ((tables,),) = here(publication, "select count(*) from duckdb_tables() where not internal")
    assert f"{where} holds publication 1 (synthetic, restricted): {tables} tables," in done.output
    happened = events.read(target)
    assert [one.kind for one in happened] == ["published", "filled"]
    assert happened[1].place == where.replace("The", "the")
    assert PASSWORD not in done.output + (target / events.FILE).read_text(encoding="utf-8")
    done = run("publish", "--folder", target, "--approve", "1", "--by", "an office")
    assert "filled" not in (target / "feed.xml").read_text(encoding="utf-8")


def test_what_the_connection_string_leaves_out_comes_from_the_settings(
    server: Server, empty: str, one: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGHOST", str(server.socket))
    monkeypatch.setenv("PGDATABASE", "monitor")
    monkeypatch.setenv("PGUSER", "filler")
    assert fill(one, "").place == f"the database monitor at {server.socket}"


def test_the_make_target_hands_the_connection_on() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "publish --postgres '$(POSTGRES)'" in makefile
