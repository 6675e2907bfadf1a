"""The published cells by hand-written SQL for DuckDB: `duckdb_script.sql`, then `cells.sql`."""

from __future__ import annotations

from pathlib import Path

import duckdb

from benchmarks.alternatives.published import run_script, set_paths, write_cells


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
        set_paths(connection, seeds, register)
        run_script(connection, "duckdb_script.sql")
        run_script(connection, "cells.sql")
        write_cells(connection, out)


def connect(memory: str, spill: Path | None) -> duckdb.DuckDBPyConnection:
    """Open an empty database in memory with limits."""
    connection = duckdb.connect()
    if memory:
        connection.execute(f"set memory_limit = '{memory}'")
    if spill is not None:
        connection.execute("set temp_directory = '{}'".format(str(spill).replace("'", "''")))
    return connection
