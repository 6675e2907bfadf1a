"""A small publication that tests share."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
from sites import site_warehouse
from warehouses import Builds, stamped


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
