"""Keeps the numbers that the shipped register gives for the rows of UNODC's return.

    python scripts/keep_witness_numbers.py --warehouse slachtoffermonitor.duckdb

Run before the register is fitted to the return: `aud_witness` shows these numbers beside the
present ones. Whoever runs it afterwards overwrites what the register said before.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import duckdb

ROOT: Final = Path(__file__).resolve().parents[1]
SEED: Final = ROOT / "seeds" / "witness" / "witness_numbers_before_fitting.csv"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the seed from a warehouse that was built from the shipped register."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--warehouse", type=Path, required=True)
    warehouse: Path = parser.parse_args(arguments).warehouse
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        numbers = connection.execute(
            "select witness_row_id, victim_count from audit.aud_witness "
            "where victim_count is not null order by witness_row_id"
        ).fetchall()
    with SEED.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, lineterminator="\n")
        rows.writerow(("witness_row_id", "victim_count"))
        rows.writerows(numbers)
    print(f"{len(numbers)} numbers in {SEED.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
