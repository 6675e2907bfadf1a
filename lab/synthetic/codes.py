"""How a reporter writes a standard code: the crosswalk seeds, read the other way round.

The crosswalks (seeds/crosswalks) are the one place where the reporters' own codes stand, so raw
values and crosswalks cannot part. All code systems but ``STANDARD`` are invented; they only
resemble what real reporters use.
"""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from pathlib import Path

# Systems that write words; the others write codes, which stay in capitals.
WORDS = frozenset({"CARE", "FAIRWORK", "OTHER", "REGISTER"})
SHORT = 4


class Spellings:
    """Raw spellings per crosswalk, code system, standard code and year of receipt."""

    def __init__(self, directory: Path) -> None:
        self.entries: dict[tuple[str, str, str], list[tuple[str, int, int]]] = defaultdict(list)
        self.countries: dict[str, list[str]] = defaultdict(list)
        for path in sorted(directory.glob("crosswalk_*.csv")):
            name = path.stem.removeprefix("crosswalk_")
            with path.open(encoding="utf-8", newline="") as handle:
                for row in csv.DictReader(handle):
                    system, text = row["code_system"], row["delivered_code"]
                    if system != "STANDARD":
                        years = int(row["valid_from_year"]), int(row["valid_to_year"])
                        entry = (self.cased(system, name, text), *years)
                        self.entries[name, system, row["standard_code"]].append(entry)
                    elif row["reason"].startswith("Dutch country name"):
                        self.countries[row["standard_code"]].append(text.title())

    @staticmethod
    def cased(system: str, name: str, text: str) -> str:
        """Words with one capital, names of units and countries as names, codes as they are."""
        if name == "police_units":
            return text.title() if len(text) > SHORT else text
        return text.capitalize() if system in WORDS and len(text) > SHORT else text

    def valid(self, name: str, system: str, standard: str, year: int) -> list[str]:
        """All spellings that the crosswalk knows in the year; empty where there are none."""
        entries = self.entries.get((name, system, standard), [])
        return [text for text, first, last in entries if first <= year <= last]


def mess(rng: random.Random, text: str) -> str:
    """Blanks around a value and other case, now and then."""
    variants = (text, text + " ", " " + text, text.lower(), text.upper())
    return rng.choices(variants, (93, 3, 1, 2, 1))[0]
