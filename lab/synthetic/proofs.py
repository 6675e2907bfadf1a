"""Rows of the return to UNODC that no register can satisfy beside what else is printed.

A row is proved to be out of reach by a small integer programme: the victims of each year are
unknown whole numbers, and every printed number says what some of them add up to. With the row there
is no solution; without it, or without any one of the others, there is.

    python -m lab.synthetic.proofs
"""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ortools.sat.python import cp_model

ROOT: Final = Path(__file__).resolve().parents[2]
MOST: Final = 100_000
"""More victims than any year has."""


@dataclass(frozen=True)
class Proof:
    """A row of the return and the printed numbers that it cannot stand beside.

    Attributes:
        row: id of the row of the return.
        victims: whom all the numbers count.
        statements: claim of the ledger, or row of the return -> the years that its number is of.
    """

    row: str
    victims: str
    statements: dict[str, tuple[int, ...]]

    def is_possible(self, numbers: dict[str, int], without: str = "") -> bool:
        """Some register has all the numbers, but the one that is left out."""
        model = cp_model.CpModel()
        years = sorted({year for which in self.statements.values() for year in which})
        victims = {year: model.new_int_var(0, MOST, str(year)) for year in years}
        for source, which in self.statements.items():
            if source != without:
                model.add(sum(victims[year] for year in which) == numbers[source])
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        status = solver.solve(model)
        if status not in {cp_model.OPTIMAL, cp_model.INFEASIBLE}:
            raise RuntimeError(f"The solver did not decide on {self.row}.")
        return status == cp_model.OPTIMAL


YEARS: Final = (2015, 2016, 2017, 2018, 2019)
PROOFS: Final = (
    Proof(
        "W-248",
        "victims from Vietnam",
        {
            "W-248": (2015,),
            "SM-0324": (2016,),
            "SM-0325": (2017,),
            "SM-0334": YEARS,
        },
    ),
    Proof(
        "W-344",
        "victims of labour exploitation, alone or with another form",
        {
            "W-256": (2015,),
            "W-344": (2016,),
            "SM-0114": (2017,),
            "SM-0115": (2018,),
            "SM-0102": (2019,),
            "SM-0101": YEARS,
        },
    ),
)


def printed_numbers(seeds: Path) -> dict[str, int]:
    """What the claims of the ledger and the rows of the return print, by their ids."""
    numbers: dict[str, int] = {}
    for name, key in (
        ("ledger/ledger_claims", "claim_id"),
        ("witness/witness_return", "witness_row_id"),
    ):
        with (seeds / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                if row["printed_value"].isdecimal():
                    numbers[row[key]] = int(row["printed_value"])
    return numbers


def sentences(numbers: dict[str, int]) -> list[str]:
    """What is proved, a sentence per row.

    Raises:
        RuntimeError: a row can stand beside the others, or one of the others is not needed.
    """
    found = []
    for proof in PROOFS:
        needed = all(proof.is_possible(numbers, source) for source in proof.statements)
        if proof.is_possible(numbers) or not needed:
            raise RuntimeError(f"Nothing is proved of {proof.row}.")
        parts = (
            f"{numbers[source]:,} in {which[0] if len(which) == 1 else f'{which[0]}-{which[-1]}'} "
            f"({source})"
            for source, which in proof.statements.items()
        )
        found.append(f"{proof.row}: no register has, of {proof.victims}, " + ", ".join(parts) + ".")
    return found


if __name__ == "__main__":
    sys.stdout.write("\n".join(sentences(printed_numbers(ROOT / "seeds"))) + "\n")
