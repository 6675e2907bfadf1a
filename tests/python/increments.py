"""Builds a warehouse in steps, by increments and in full, for the tests that compare the two."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb
from warehouses import DBT, ROOT

from slachtoffermonitor.increments import INCREMENT_VARIABLE, STATE_SCHEMA, YES, clone
from slachtoffermonitor.project import DATABASE_NAME

WHAT_WAS_DONE: Final = "int_increment__"
"""Tables of this name say what an increment did, and a full build has none."""


@dataclass(frozen=True)
class Ran:
    """A command of dbt that ended.

    Attributes:
        code: its exit code.
        output: what it wrote.
        statuses: of its nodes, by name.
    """

    code: int
    output: str
    statuses: Mapping[str, str]


class Yard:
    """A directory with a delivery that grows, and one warehouse that is built from it.

    The warehouse has one place, so that dbt need not read the project anew; what a test looks at is
    a copy.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.register = directory / "register"
        self.database = directory / DATABASE_NAME
        self.register.mkdir(parents=True)

    def deliver(self, *files: Path) -> None:
        """Put files into the delivery."""
        for file in files:
            shutil.copy(file, self.register)

    def build(self, *arguments: str, increment: bool = False, word: str = YES) -> Ran:
        """Run `dbt build`, without tests of any kind; `word` is what asks for an increment."""
        untested = ("unit_test", "test", "exposure")
        kinds = [part for kind in untested for part in ("--exclude-resource-type", kind)]
        return self.dbt("build", *kinds, *arguments, word=word if increment else "")

    def dbt(self, command: str, *arguments: str, word: str) -> Ran:
        """Run a command of dbt; a `word` asks for an increment."""
        # Of its own for each way, so that dbt need not read anew what differs between the two.
        target = self.directory / ("target of increments" if word else "target")
        environment = os.environ | {
            "SLACHTOFFERMONITOR_DATABASE": str(self.database),
            "SLACHTOFFERMONITOR_REGISTER": str(self.register),
            INCREMENT_VARIABLE: word,
            "DBT_TARGET_PATH": str(target),
            "DBT_LOG_PATH": str(self.directory / "logs"),
            # Nobody reads it, and to write it takes a tenth of the time.
            "DBT_LOG_LEVEL_FILE": "none",
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        }
        results = target / "run_results.json"
        results.unlink(missing_ok=True)
        done = subprocess.run(
            [DBT, command, "--no-use-colors", *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        ran = json.loads(results.read_text(encoding="utf-8")) if results.exists() else {}
        statuses = {
            result["unique_id"].split(".")[2]: result["status"] for result in ran.get("results", [])
        }
        return Ran(done.returncode, done.stdout + done.stderr, statuses)

    def must_build(self, *arguments: str, increment: bool = False) -> None:
        """Run `dbt build`, which must succeed."""
        ran = self.build(*arguments, increment=increment)
        assert ran.code == 0, ran.output

    def keep(self, name: str) -> Path:
        """Copy the warehouse as it is."""
        kept = self.directory / f"{name}.duckdb"
        clone(self.database, kept)
        return kept

    def remove(self) -> None:
        """Remove the warehouse, with what DuckDB may have left beside it."""
        for file in self.directory.glob(DATABASE_NAME + "*"):
            file.unlink()

    def go_back_to(self, kept: Path) -> None:
        """Put a copy in the place of the warehouse."""
        self.remove()
        clone(kept, self.database)


def contents(database: Path) -> dict[str, str]:
    """Return a SHA-256 for every table and view of a warehouse, in all its schemas.

    It is of names, types, order and comments of the columns, and of all rows in the order of all
    columns; of a view it is of its definition.
    """
    found: dict[str, str] = {}
    with duckdb.connect(str(database), read_only=True) as connection:
        tables = connection.execute(
            "select schema_name, table_name, comment from duckdb_tables() "
            "where database_name = current_database() and schema_name <> ? "
            "and not starts_with(table_name, ?) order by all",
            [STATE_SCHEMA, WHAT_WAS_DONE],
        ).fetchall()
        for schema, table, comment in tables:
            columns = connection.execute(
                "select column_name, data_type, is_nullable, comment from duckdb_columns() "
                "where schema_name = ? and table_name = ? order by column_index",
                [schema, table],
            ).fetchall()
            digest = hashlib.sha256(repr((comment, columns)).encode())
            rows = connection.sql(f"select * from {schema}.{table} order by all")
            while some := rows.fetchmany(10_000):
                digest.update(repr(some).encode())
            found[f"{schema}.{table}"] = digest.hexdigest()
        views = connection.execute(
            "select schema_name, view_name, comment, sql from duckdb_views() "
            "where database_name = current_database() and not internal order by all"
        ).fetchall()
        for schema, view, *definition in views:
            found[f"{schema}.{view}"] = hashlib.sha256(repr(definition).encode()).hexdigest()
    return found


def differences(one: Path, other: Path) -> list[str]:
    """Name the tables and views that differ between two warehouses, or are in one of them only."""
    left, right = contents(one), contents(other)
    assert len(left) > 100, "a warehouse has more tables than that"
    return [name for name in sorted(left | right) if left.get(name) != right.get(name)]


def row_places(database: Path, table: str, condition: str) -> list[tuple[object, ...]]:
    """Return where the rows of a table stand in the file, with all their values."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(
            f"select rowid, * from {table} where {condition} order by rowid"
        ).fetchall()


def changed(database: Path) -> tuple[list[int], list[str]]:
    """Return the years and the covered editions that an increment rebuilt."""
    with duckdb.connect(str(database), read_only=True) as connection:
        years = connection.execute(
            "select changed_year from intermediate.int_increment__years order by all"
        ).fetchall()
        editions = connection.execute(
            "select changed.edition_code from intermediate.int_increment__editions as changed "
            "inner join intermediate.int_editions__covered using (edition_code) order by all"
        ).fetchall()
    return [int(year) for (year,) in years], [str(edition) for (edition,) in editions]
