"""Two small registers: the persons of the shipped one whose number ends in certain digits."""

from __future__ import annotations

import csv
import zlib
from pathlib import Path

from slachtoffermonitor.delivery import TABLES
from tests.faults.harness import ROOT

PARTS = 10
"""The persons are divided over so many parts."""


def two_registers(folder: Path) -> tuple[Path, Path]:
    """Write a register of one part of the persons, and one of two; return their directories."""
    return _write(folder / "one part", 1), _write(folder / "two parts", 2)


def _write(directory: Path, parts: int) -> Path:
    directory.mkdir(parents=True)
    for table in TABLES:
        source = ROOT / "seeds" / "registrations" / f"raw_{table}.csv"
        with (
            source.open(encoding="utf-8", newline="") as stream,
            (directory / f"{table}.csv").open("w", encoding="utf-8", newline="") as target,
        ):
            rows = csv.DictReader(stream)
            writer = csv.DictWriter(target, rows.fieldnames or [])
            writer.writeheader()
            # The shipped register says in this name that it is made up; a delivery does not.
            writer.writerows(
                row | {"delivery_id": row["delivery_id"].removeprefix("synthetic-")}
                for row in rows
                if zlib.crc32(row["person_pseudonym"].encode()) % PARTS < parts
            )
    return directory
