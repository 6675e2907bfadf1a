"""Runs one alternative: `python -m lab.benchmarks.alternatives NAME --register DIRECTORY ...`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

NAMES: Final = ("duckdb_script", "polars_lazy", "pandas_arrow", "pure_scan")


def main() -> None:
    """Import nothing but what the alternative needs, and run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--register", type=Path, required=True)
    parser.add_argument("--seeds", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--memory", default="", help="limit for DuckDB, such as 4GB")
    parser.add_argument("--spill", type=Path, help="where DuckDB may write what does not fit")
    options = parser.parse_args()
    if options.name == "duckdb_script":
        from lab.benchmarks.alternatives import duckdb_script  # noqa: PLC0415

        duckdb_script.run(
            options.register, options.seeds, options.out, options.memory, options.spill
        )
    elif options.name == "polars_lazy":
        from lab.benchmarks.alternatives import polars_lazy  # noqa: PLC0415

        polars_lazy.run(options.register, options.seeds, options.out)
    elif options.name == "pandas_arrow":
        from lab.benchmarks.alternatives import pandas_arrow  # noqa: PLC0415

        pandas_arrow.run(options.register, options.seeds, options.out)
    else:
        from lab.benchmarks.alternatives import pure_scan  # noqa: PLC0415

        pure_scan.run(options.register, options.memory, options.spill)


if __name__ == "__main__":
    main()
