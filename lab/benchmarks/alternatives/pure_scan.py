"""The limit of the machine: read every column that the cells need to its end, and nothing else.

Each value goes into a hash, so that no statistics of the Parquet files can answer instead. There
are no cells.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from lab.benchmarks.alternatives.duckdb_script import connect

UNUSED: Final = {"notifications": ("cooperates",), "emm_records": ()}
"""Columns that no published cell needs."""


def run(register: Path, memory: str = "", spill: Path | None = None) -> int:
    """Read a register and return the number of its records; for limits see `duckdb_script.run`."""
    records = 0
    with connect(memory, spill) as connection:
        for table, unused in UNUSED.items():
            files = (
                f"read_parquet('{str(register).replace(chr(39), chr(39) * 2)}/{table}*.parquet')"
            )
            names = [
                row[0]
                for row in connection.execute(f"describe from {files}").fetchall()
                if row[0] not in unused
            ]
            hashes = ", ".join(f"bit_xor(hash({name}))" for name in names)
            row = connection.execute(f"select count(*), {hashes} from {files}").fetchone()
            records += int(row[0]) if row else 0
    return records
