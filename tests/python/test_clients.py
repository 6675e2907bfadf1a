"""A publication from every client that this machine may have: equal answers, cell by cell.

What needs no other program than the tests is a part of `make test`; `make test-clients` runs the
rest too, and fails where a client is missing.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Final

import duckdb
import polars as pl
import psycopg
import pytest
from publications import small_warehouse
from sites import site_warehouse
from typer.testing import CliRunner
from warehouses import ROOT, Builds

from slachtoffermonitor.cli import app
from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.publication import folder, manifest, publish
from slachtoffermonitor.publication.postgres_shape import form_in, shape_of
from slachtoffermonitor.publication.postgres_troubles import place_of
from slachtoffermonitor.publication.publish import Wish
from tests.clients import cells

pytestmark = pytest.mark.slow

AT: Final = "2026-12-01T08:00:00+00:00"
PAGE: Final = ROOT / "docs" / "clients.md"
CLIENTS: Final = ROOT / ".venv-clients" / "bin"
MISSING: Final = f"{CLIENTS} is missing; `make test-clients` sets it up."
OLDER: Final = "1.1.3"


@pytest.fixture(scope="module")
def one(builds: Builds, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small publication."""
    place = tmp_path_factory.mktemp("clients")
    publish.publish(small_warehouse(builds, place), place / "published", Wish(), AT)
    return place / "published"


@pytest.fixture(scope="module")
def whole(builds: Builds, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the publication of the shipped register."""
    target = tmp_path_factory.mktemp("clients") / "published"
    publish.publish(site_warehouse(builds), target, Wish(), AT)
    return target


def said_of(published: Path) -> dict[str, str]:
    """Return mart -> its digest in the manifest."""
    tables = manifest.read(folder.numbered(published, 1))["tables"]
    return {table["name"]: table["sha256"] for table in tables}


def by_python(file: Path) -> dict[str, str]:
    return cells.digests(file)


def by_polars(file: Path) -> dict[str, str]:
    """Read every table by way of Arrow."""
    found = {}
    with duckdb.connect(str(file), read_only=True) as connection:
        for name in cells.relations(connection):
            frame = pl.from_arrow(connection.sql(f"from {name}").to_arrow_table())
            assert isinstance(frame, pl.DataFrame)
            found[name] = cells.digest(frame.columns, frame.iter_rows())
    return found


def by_older(file: Path) -> dict[str, str]:
    """Read every table with an older DuckDB, in its own environment."""
    python = CLIENTS / "python"
    assert python.exists(), MISSING
    command = [str(python), "-P", str(ROOT / "tests" / "clients" / "cells.py"), str(file)]
    found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    assert found["version"] == OLDER
    return dict(found["digests"])


def by_shell(file: Path) -> dict[str, str]:
    """Read every table with the DuckDB shell, as JSON."""
    shell = CLIENTS / "duckdb"
    assert shell.exists(), MISSING

    def ask(query: str) -> str:
        command = [str(shell), "-readonly", "-json", str(file), query]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    found = {}
    with duckdb.connect(str(file), read_only=True) as connection:
        names = {
            name: connection.sql(f"select * from {name} limit 0").columns
            for name in cells.relations(connection)
        }
    for name, columns in names.items():
        # An answer without rows is no JSON.
        text = ask(f"from {name}").strip().removeprefix("[{]")
        rows = json.loads(text or "[]", parse_float=Decimal)
        found[name] = cells.digest(columns, ([row[column] for column in columns] for row in rows))
    return found


def assert_equal(read: Callable[[Path], dict[str, str]], published: Path) -> None:
    """Check that a client gives every cell of every table as the manifest says."""
    found = read(published / folder.CURRENT)
    wanted = by_python(published / folder.CURRENT)
    assert {name: wanted[name] for name in found} == found
    assert found.keys() >= wanted.keys() - {"comments"}
    said = said_of(published)
    assert said.items() <= found.items()
    assert len(said) > 50


# --- a sample, without other programs ------------------------------------------------------------


@pytest.mark.parametrize("read", [by_python, by_polars])
def test_a_small_publication_is_equal_cell_by_cell(
    one: Path, read: Callable[[Path], dict[str, str]]
) -> None:
    assert_equal(read, one)


def test_examples_of_the_page_work(
    one: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(one.parent)
    examples = re.findall(
        r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    assert len(examples) == 2
    for example in examples:
        exec(compile(example, str(PAGE), "exec"), {})  # noqa: S102
    said = capsys.readouterr().out
    assert manifest.SYNTHETIC_NOTICE in said
    assert "fig_2_08" in said


def test_postgresql_gets_every_table_with_types_keys_and_comments(one: Path) -> None:
    """What the statements say; `make test-clients` runs them."""
    with duckdb.connect(str(one / folder.CURRENT), read_only=True) as connection:
        shape = shape_of(connection)
        count = connection.execute(
            "select count(*) from main.publication_keys where kind = 'foreign' and table_name in "
            "(select table_name from duckdb_tables())"
        ).fetchall()
        commented = connection.execute(
            "select (select count(*) from duckdb_columns() where comment is not null), "
            "(select count(*) from duckdb_tables() where comment is not null) + "
            "(select count(*) from duckdb_views() where comment is not null)"
        ).fetchall()[0]
    statements = "\n".join(shape.create)
    assert {f"{schema}.{table}" for schema, table in shape.tables} | {
        "marts.labelled_victim_years",
        "marts.labelled_notifications",
    } == {*said_of(one), *(f"main.publication{part}" for part in PARTS)}
    assert '"victim_year_key" text not null' in statements
    assert 'primary key ("victim_year_key", "reporter_group_code")' in statements
    assert "numeric(18,6)" in statements
    assert [(len(shape.connect),)] == count
    assert len(shape.comments) == sum(commented)
    (mark, _) = shape.marks(manifest.SYNTHETIC_NOTICE)
    assert form_in(mark) == shape.digest
    assert form_in("standard public schema") is form_in(None) is None


PARTS: Final = ("", "_tables", "_keys", "_inputs", "_rules")


@pytest.mark.parametrize(
    ("conninfo", "says"),
    [
        ("", "the PostgreSQL database that the settings of PostgreSQL lead to"),
        ("dbname=monitor", "the database monitor that the settings of PostgreSQL lead to"),
        (
            "postgresql://u:secret@db.office.nl:5433/monitor",
            "the database monitor at db.office.nl:5433",
        ),
        ("host=/run/pg dbname=monitor password=secret", "the database monitor at /run/pg"),
        ("postgresql://u:se@cret@host/monitor", None),
        ("postgresql://u:se/cret@host/monitor", None),
        ("postgresql://u:secret/monitor@host", None),
        ("secret", None),
        ("dbname='secret", None),
    ],
)
def test_a_password_is_in_no_message(conninfo: str, says: str | None) -> None:
    if says:
        assert place_of(conninfo) == says
        return
    with pytest.raises(ProjectError) as error:
        place_of(conninfo)
    assert str(error.value).startswith("The connection string cannot be read; write it as ")
    assert "cret" not in str(error.value)


def test_a_driver_that_is_missing_is_said(one: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "slachtoffermonitor.publication.postgres", raising=False)
    done = CliRunner().invoke(app, ["publish", "--folder", str(one), "--postgres", ""])
    assert done.exit_code == 1
    said = "The package psycopg is missing; `make postgres` sets up what filling needs.\n"
    assert done.output == said


def test_the_package_for_postgresql_is_the_one_that_was_tried() -> None:
    assert f'"psycopg[binary]=={psycopg.__version__}"' in (ROOT / "pyproject.toml").read_text(
        encoding="utf-8"
    )


# --- with other programs -------------------------------------------------------------------------


@pytest.mark.clients
@pytest.mark.parametrize("read", [by_python, by_polars, by_shell, by_older])
def test_the_shipped_register_is_equal_cell_by_cell(
    whole: Path, read: Callable[[Path], dict[str, str]]
) -> None:
    assert_equal(read, whole)


@pytest.mark.clients
def test_the_examples_of_the_shell_work(one: Path) -> None:
    (example,) = re.findall(
        r"^```sh\n(duckdb .*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    assert (CLIENTS / "duckdb").exists(), MISSING
    command = ["/bin/sh", "-e", "-c", example]
    done = subprocess.run(
        command,
        cwd=one.parent,
        env={"PATH": f"{CLIENTS}:/usr/bin:/bin"},
        check=True,
        capture_output=True,
        text=True,
    )
    assert manifest.SYNTHETIC_NOTICE in done.stdout
