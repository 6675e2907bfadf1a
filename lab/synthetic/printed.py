"""Numbers that documents print, from the ledger: what the register is made to hold."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Final

SEEDS: Final = Path(__file__).resolve().parents[2] / "seeds"


def printed(claim_id: str) -> int:
    """Return the number that a claim of the ledger prints.

    Raises:
        KeyError: the ledger has no such claim.
    """
    return int(_rows("ledger/ledger_claims", "claim_id")[claim_id]["printed_value"])


def printed_elsewhere(what: str, year: int) -> int:
    """Return what a publication beside the ledger's documents prints for one year.

    Raises:
        KeyError: none prints it.
    """
    for row in _rows("witness/witness_other_prints", "").values():
        if row["what"] == what and row["first_year"] == row["last_year"] == str(year):
            return int(row["printed_value"])
    raise KeyError(what)


@cache
def _rows(seed: str, key: str) -> dict[str, dict[str, str]]:
    """Return the rows of a seed by a column, or by their place without one."""
    with (SEEDS / f"{seed}.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    return {row[key] if key else str(place): row for place, row in enumerate(rows)}
