"""The changes that change nothing, each with the reason why no test can see it."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).with_name("equivalents.csv")


def equivalents(file: Path = FILE) -> dict[str, str]:
    """Return the reason for every mutant that is documented as equivalent.

    Raises:
        ValueError: a key occurs twice, or has no reason.
    """
    found: dict[str, str] = {}
    with file.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["key"] in found or not row["reason"].strip():
                raise ValueError(f"{file.name}: {row['key']} occurs twice or has no reason")
            found[row["key"]] = row["reason"].strip()
    return found
