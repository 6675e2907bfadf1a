"""From the counts of an alternative to the published cells, and from cells to a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, Protocol

import duckdb

HERE: Final = Path(__file__).resolve().parent

COUNTS: Final = (
    "n_known",
    "n_persons",
    "n_forms",
    "n_traits",
    "n_nationalities",
    "n_sexual",
    "n_labour",
    "n_manners",
    "n_groups",
    "n_units",
)
"""The tables of counts that `cells.sql` begins with; their columns stand there."""


class Table(Protocol):
    """Anything that DuckDB can read as a table."""


def set_paths(connection: duckdb.DuckDBPyConnection, seeds: Path, register: Path | None) -> None:
    """Tell the scripts where the seeds and the register are."""
    connection.execute("set variable seeds = ?", [f"{seeds}/"])
    if register is not None:
        connection.execute("set variable register = ?", [str(register)])


def run_script(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Run a script that stands beside this module."""
    connection.execute((HERE / name).read_text(encoding="utf-8"))


def write_cells(connection: duckdb.DuckDBPyConnection, out: Path) -> None:
    """Write the table `published_cells` as Parquet."""
    connection.execute(
        "copy published_cells to '{}' (format parquet)".format(str(out).replace("'", "''"))
    )


def publish(counts: Mapping[str, Table], seeds: Path, out: Path) -> None:
    """Make the published cells from tables of counts.

    Args:
        counts: a table for each name in `COUNTS`.
        seeds: the project's seeds.
        out: the Parquet file to write.
    """
    with duckdb.connect() as connection:
        set_paths(connection, seeds, None)
        for name in COUNTS:
            connection.register(name, counts[name])
        run_script(connection, "cells.sql")
        write_cells(connection, out)
