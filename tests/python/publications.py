"""A small publication that tests share, and what they ask of it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Final

import duckdb
from sites import site_warehouse
from typer.testing import CliRunner, Result
from warehouses import Builds, stamped

from slachtoffermonitor.cli import app
from slachtoffermonitor.publication import folder

AT: Final = "2026-12-01T08:00:00+00:00"
RESTRICTED: Final = "restricted, small numbers not protected"


def small_warehouse(builds: Builds, folder: Path) -> Path:
    """Return the shipped warehouse with fewer rows in it, which is sooner published.

    Args:
        builds: of the test run.
        folder: where it is written.
    """
    database = folder / "slachtoffermonitor.duckdb"
    shutil.copy(site_warehouse(builds), database)
    database.chmod(0o600)
    with duckdb.connect(str(database), read_only=True) as connection:
        exhibits = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'marts'"
        ).fetchall()
    return stamped(
        database,
        database,
        "delete from intermediate.int_victim_years__resolved where victim_year_key not like '%17'",
        *(
            f"delete from marts.{name} where edition_code not in ('2014-2018', '2015-2019')"
            for (name,) in exhibits
        ),
    )


def delivered(database: Path) -> Path:
    """Mark a warehouse as if it had been built from a delivery."""
    status = "update intermediate.int_editions__covered set data_status = 'delivered'"
    return stamped(database, database, status, is_shipped=False)


def run(*arguments: str | Path) -> Result:
    """Run a command."""
    return CliRunner().invoke(app, [str(one) for one in arguments])


def rows(file: Path, query: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query on a file."""
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(query).fetchall()


def current(target: Path) -> Path:
    """Return the link to the present publication."""
    return target / folder.CURRENT


def state_of(target: Path) -> dict[str, tuple[int, float]]:
    """Return every file of a folder with its size and time of change."""
    return {
        str(path.relative_to(target)): (path.lstat().st_size, path.lstat().st_mtime)
        for path in target.rglob("*")
        if not path.is_dir() and path.name != folder.LOCK
    }
