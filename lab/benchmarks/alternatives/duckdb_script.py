"""The published cells by hand-written SQL for DuckDB: `duckdb_script.sql`, then the last step."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import duckdb

from lab.last_step import COLUMNS, publish

SCRIPT: Final = Path(__file__).with_suffix(".sql")


def run(
    register: Path, seeds: Path, out: Path, memory: str = "", spill: Path | None = None
) -> None:
    """Compute the published cells of a register and write them as Parquet.

    Args:
        register: the folder with the delivery.
        seeds: the project's seeds.
        out: the file to write.
        memory: DuckDB's memory limit, such as 4GB; its own default without.
        spill: where DuckDB may put what does not fit.
    """
    with connect(memory, spill) as connection:
        connection.execute("set variable seeds = ?", [f"{seeds}/"])
        connection.execute("set variable register = ?", [str(register)])
        connection.execute(SCRIPT.read_text(encoding="utf-8"))
        publish({name: connection.table(name).pl() for name in COLUMNS}, seeds, out)


def connect(memory: str, spill: Path | None) -> duckdb.DuckDBPyConnection:
    """Open an empty database in memory with limits."""
    connection = duckdb.connect()
    if memory:
        connection.execute(f"set memory_limit = '{memory}'")
    if spill is not None:
        connection.execute("set temp_directory = '{}'".format(str(spill).replace("'", "''")))
    return connection
