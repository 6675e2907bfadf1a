"""What the Netherlands returned to UNODC on the years 2014 to 2020: numbers to fit the register to.

The return is a seed of the warehouse (``seeds/witness``) and is read from there. Its cells of form
by sex and age are held out: nothing here reads them, so that they still witness.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HIDDEN: Final = "<5"
MOST_HIDDEN: Final = 4
CITIZENSHIP: Final = "by citizenship"
FORM: Final = "by form of exploitation"


@dataclass(frozen=True)
class Citizenship:
    """Victims of one name of the return in one year: at least ``low``, at most ``high``."""

    year: int
    codes: tuple[str, ...]
    low: int
    high: int


class Returned:
    """The rows of the return that are not held out."""

    def __init__(self, directory: Path) -> None:
        """Read the return and the meaning of its names from ``seeds/witness``."""
        with (directory / "witness_return.csv").open(encoding="utf-8", newline="") as stream:
            self.rows = [
                row
                for row in csv.DictReader(stream)
                if row["dimension"] != FORM or (row["sex"], row["age"]) == ("Total", "Total")
            ]
        self.codes: dict[tuple[str, str], tuple[str, ...]] = {}
        with (directory / "witness_categories.csv").open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                if not row["reason_code"]:
                    key = row["attribute"], row["category"]
                    self.codes[key] = (*self.codes.get(key, ()), row["code"])

    def total(self, year: int, sex: str = "", adulthood: str = "") -> int:
        """Victims of a year by our codes of gender and adulthood; empty is everybody."""
        (value,) = (
            row["printed_value"]
            for row in self.rows
            if (row["dimension"], row["reported_year"]) == ("Total", str(year))
            and self.codes["sex", row["sex"]] == (sex,)
            and self.codes["age", row["age"]] == (adulthood,)
            and row["sex"] != "Unknown"
        )
        return int(value)

    def form(self, year: int, form: str) -> int:
        """Victims of a form (SEXUAL, LABOUR, OTHER) in a year."""
        (value,) = (
            row["printed_value"]
            for row in self.rows
            if (row["dimension"], row["reported_year"]) == (FORM, str(year))
            and self.codes[FORM, row["category"]] == (form,)
        )
        return int(value)

    def citizenships(self, years: range) -> list[Citizenship]:
        """Victims per nationality in some years, but for what Tabel 2.1 contradicts."""
        return [
            Citizenship(
                int(row["reported_year"]),
                self.codes[CITIZENSHIP, row["category"]],
                0 if row["printed_value"] == HIDDEN else int(row["printed_value"]),
                MOST_HIDDEN if row["printed_value"] == HIDDEN else int(row["printed_value"]),
            )
            for row in self.rows
            if row["dimension"] == CITIZENSHIP
            and int(row["reported_year"]) in years
            and (CITIZENSHIP, row["category"]) in self.codes
            and (row["reported_year"], row["category"]) not in AGAINST_TABEL_2_1
        ]


AGAINST_TABEL_2_1: Final = {("2015", "Viet Nam")}
"""30 in the return; with it the printed total of 57 cannot be (C-07)."""
