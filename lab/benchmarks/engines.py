"""What is measured beside each other."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Final

SCAN: Final = "scan"
DUCKDB: Final = "duckdb"
POLARS: Final = "polars"
PANDAS: Final = "pandas"
WAREHOUSE: Final = "warehouse"
WAREHOUSE_CELLS: Final = "warehouse-cells"


@dataclass(frozen=True)
class Engine:
    """One way from the register to the published cells.

    Attributes:
        name: in tables and options.
        label: for people.
        module: what `python -m lab.benchmarks.alternatives` runs; empty for the warehouse.
        most: largest number of notifications that it is tried on.
        reason: why no more.
        has_cells: whether it makes cells at all.
        is_limited: whether a limit of memory binds it.
        select: for the warehouse, what dbt is told to build.
    """

    name: str
    label: str
    module: str = ""
    most: int = 10**9
    reason: str = ""
    has_cells: bool = True
    is_limited: bool = True
    select: tuple[str, ...] = ()

    @property
    def command(self) -> list[str]:
        """Program and arguments of an alternative, without the options of a run."""
        return [sys.executable, "-m", "lab.benchmarks.alternatives", self.module]


ENGINES: Final = {
    engine.name: engine
    for engine in (
        Engine(SCAN, "pure scan", "pure_scan", has_cells=False),
        Engine(DUCKDB, "hand-written SQL, DuckDB", "duckdb_script"),
        Engine(
            POLARS,
            "Polars, lazy",
            "polars_lazy",
            is_limited=False,
            most=20_000_000,
            reason="left out: keeps a row per record in memory",
        ),
        Engine(
            PANDAS,
            "pandas",
            "pandas_arrow",
            is_limited=False,
            most=2_000_000,
            reason="left out: holds every column in memory, several times over",
        ),
        Engine(WAREHOUSE, "the warehouse, everything"),
        Engine(
            WAREHOUSE_CELLS,
            "the warehouse, to the cells",
            # One model at a time, as a script has one statement at a time: times add up.
            select=(
                *("--select", "+published_cells", "+aud_record_fate"),
                *("--exclude-resource-type", "test"),
                *("--threads", "1"),
            ),
        ),
    )
}
"""In the order of the tables."""
