"""What delivered texts mean, for the alternatives in Python: worked out once per different text.

A coded column has few different texts, however many records there are. An engine finds the
different texts, this module says what each means for a code system and a year of receipt, and the
engine brings that back to the records by a whole number (`Reporter.context`, `Meanings.numbers`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final

BLANKS: Final = re.compile(r"\s+")
"""Blanks, tabs, line ends and hard blanks."""

REGISTER_FIELDS: Final = {
    "status": "status",
    "reporter": "reporter",
    "consent": "yes_no",
    "om_b8_letter": "yes_no",
}
"""Column in the register's own codes -> kind of code."""

FIELDS: Final = {
    "reporting_unit": "police_unit",
    "gender": "gender",
    "nationalities": "nationality",
    "exploitation_forms": "exploitation_form",
    "prostitution_sectors": "prostitution_sector",
    "labour_sectors": "labour_sector",
    "criminal_manners": "criminal_manner",
}
"""Column in the codes of the reporter -> kind of code."""

_SEVERAL: Final = frozenset(FIELDS) - {"reporting_unit", "gender"}

_CROSSWALKS: Final = {
    "status": "statuses",
    "yes_no": "yes_no",
    "reporter": "reporters",
    "police_unit": "police_units",
    "gender": "genders",
    "nationality": "nationalities",
    "exploitation_form": "exploitation_forms",
    "prostitution_sector": "prostitution_sectors",
    "labour_sector": "labour_sectors",
    "criminal_manner": "criminal_manners",
}

NUMBERS: Final = {
    "reporting_unit": "unit",
    "gender": "gender",
    "nationalities": "nationality",
    "exploitation_forms": "forms",
    "prostitution_sectors": "prostitution",
    "labour_sectors": "labour",
    "criminal_manners": "manners",
}
"""Column in the codes of the reporter -> what the number is called that it becomes."""

MASKS: Final = ("forms", "prostitution", "labour", "manners")
"""The numbers among them that hold a bit for each of several codes."""

CODES: Final = (*REGISTER_FIELDS, *FIELDS, "cooperates")
"""All columns of codes."""

DELIVERY: Final = ("delivery_id", "delivered_on")

UNKNOWN: Final = "ONB"
"""Standard code of what is not known."""

EMM_TABLE: Final = "(EMM)"
"""Stands for the reporter of a record that came with the EMM's."""

NOBODY, EMM, LETTER = 0, 7, 8
"""Sources of a record beside the groups of reporters, which are 1 to 6 in the order of belief."""

GROUPS: Final = 6
"""The last of the groups."""


def normalised(text: str | None) -> str:
    """Return a code as the crosswalks spell it; empty for nothing."""
    return BLANKS.sub(" ", text.strip()).upper() if text else ""


def as_day(text: str | None) -> int | None:
    """Return a date in one of the two spellings as the number yyyymmdd; None for anything else."""
    text = (text or "").strip()
    if re.fullmatch(r"\d{2}-\d{2}-\d{4}", text):
        text = f"{text[6:]}-{text[3:5]}-{text[:2]}"
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day.year * 10_000 + day.month * 100 + day.day


def as_birth(text: str | None) -> int | None:
    """Return a birth date as `as_day` does; of a year alone the first of July."""
    text = (text or "").strip()
    return as_day(f"{text}-07-01" if re.fullmatch(r"\d{4}", text) else text)


def as_version(text: str | None) -> int | None:
    """Return a version number; None for anything but a whole number of at most 18 digits."""
    text = (text or "").strip()
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else None


@dataclass(frozen=True)
class Reporter:
    """What a reporter's text means.

    Attributes:
        source: group in the order of belief, EMM, or NOBODY when it is no known reporter.
        context: number of the reporter's code system x years + number of the year.
        needs_consent: whether a notification is registered only with consent.
    """

    source: int
    context: int
    needs_consent: bool


class Meanings:
    """The lists and crosswalks, for a register with certain years.

    Attributes:
        years: years of receipt, from the first to the last one.
        contexts: number of pairs of a code system and a year.
        police: place of the police in the order of belief.
        kmar: bit of the border police among the groups of a victim-year.
        sexual: bit of sexual exploitation among the forms; `labour` and `criminal` alike.
        no_country: standard code of an unknown nationality.
    """

    def __init__(self, seeds: Path, years: range) -> None:
        self.years = years
        self._seeds = seeds
        self._reporters = {row["reporter_code"]: row for row in self.rows("ref_reporters")}
        systems = sorted({row["code_system"] for row in self._reporters.values()})
        self._systems = {name: number for number, name in enumerate(systems)}
        self.contexts = len(systems) * len(years)
        self._groups = {row["reporter_group_code"]: row for row in self.rows("ref_reporter_groups")}
        self._police = {
            row["code_system"]
            for row in self._reporters.values()
            if row["reporter_group_code"] == "POL"
        }
        self._numbers = self._standard_numbers()
        self.police = int(self._groups["POL"]["priority_order"])
        self.kmar = 1 << (int(self._groups["KMAR"]["priority_order"]) - 1)
        forms = self._numbers["exploitation_form"]
        self.sexual, self.labour, self.criminal = (forms[code][0] for code in ("SU", "AU", "CU"))
        (self.no_country,) = (
            code
            for code, row in self.countries.items()
            if row["nationality_class_code"] == "UNKNOWN"
        )
        self._meanings = self._lookup()

    def rows(self, name: str, folder: str = "reference") -> list[dict[str, str]]:
        """Read a list of the seeds."""
        with (self._seeds / folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def parameter(self, code: str) -> str:
        """Return the text of a documented parameter."""
        return next(
            row["parameter_value"]
            for row in self.rows("ref_parameters")
            if row["parameter_code"] == code
        )

    def day_parameter(self, code: str) -> int:
        """Return a parameter that is a date, as yyyymmdd."""
        return int(self.parameter(code).replace("-", ""))

    @cached_property
    def ages(self) -> range:
        """The ages that are possible."""
        return range(int(self.parameter("age_minimum")), int(self.parameter("age_maximum")) + 1)

    def as_age(self, text: str | None) -> int | None:
        """Return an age; None for anything but a whole number that is possible."""
        text = (text or "").strip()
        is_number = text.removeprefix("-").isdecimal()
        return int(text) if is_number and int(text) in self.ages else None

    def years_of(self, received: Iterable[int | None], delivered: Iterable[int | None]) -> range:
        """Return the years of receipt that a record may have, from all days of the register."""
        earliest = self.day_parameter("received_on_earliest")
        latest = max(day for day in delivered if day is not None)
        years = {day // 10_000 for day in received if day is not None and earliest <= day <= latest}
        return range(min(years), max(years) + 1)

    def _standard_numbers(self) -> dict[str, dict[str, tuple[int, int]]]:
        """Return kind -> standard code -> its number (0 is unknown) and its order of choice."""
        countries = self.rows("ref_countries")
        self.countries = {row["country_code"]: row for row in countries}
        self.country_numbers = {code: number for number, code in enumerate(self.countries, 1)}
        sectors = self._bits("labour_sector")
        return {
            "gender": {
                row["gender_code"]: (_unless_unknown(row["gender_code"], int(row["sort_order"])), 1)
                for row in self.rows("ref_genders")
            },
            "nationality": {
                row["country_code"]: (
                    0
                    if row["nationality_class_code"] == "UNKNOWN"
                    else self.country_numbers[row["nationality_code"]],
                    int(row["selection_order"]),
                )
                for row in countries
            },
            "exploitation_form": self._bits("exploitation_form"),
            "prostitution_sector": self._bits("prostitution_sector", "hierarchy_order"),
            "labour_sector": {
                row["isic_section_code"]: sectors[row["labour_sector_code"]]
                for row in self.rows("ref_isic_sections")
            },
            "criminal_manner": self._bits("criminal_manner"),
            "police_unit": self._bits("police_unit"),
        }

    def _bits(self, name: str, order: str = "sort_order") -> dict[str, tuple[int, int]]:
        """Return code -> its bit, which is in the order of the list, and one order of choice."""
        return {
            (code := row[f"{name}_code"]): (_unless_unknown(code, 1 << (int(row[order]) - 1)), 1)
            for row in self.rows(f"ref_{name}s")
        }

    def _lookup(self) -> dict[tuple[str, str, str], list[tuple[int, int, str]]]:
        """Return (kind, system, code) -> first year, last year, standard code."""
        found: dict[tuple[str, str, str], list[tuple[int, int, str]]] = {}
        for kind, name in _CROSSWALKS.items():
            for row in self.rows(f"crosswalk_{name}", "crosswalks"):
                key = (kind, row["code_system"], normalised(row["delivered_code"]))
                found.setdefault(key, []).append(
                    (int(row["valid_from_year"]), int(row["valid_to_year"]), row["standard_code"])
                )
        standard = {key: rows for key, rows in found.items() if key[1] == "STANDARD"}
        for (kind, _, code), rows in standard.items():
            meanings = {meaning for _, _, meaning in rows}
            for system in (*self._systems, "REGISTER"):
                own = found.get((kind, system, code), [])
                # An own code comes before the standard one as soon as it ever differs.
                if {meaning for _, _, meaning in own} <= meanings:
                    found[kind, system, code] = rows
        return found

    def meaning(self, kind: str, system: str, code: str, year: int) -> str | None:
        """Return the standard code of a delivered one; None when no crosswalk knows it."""
        for first, last, standard in self._meanings.get((kind, system, code), ()):
            if first <= year <= last:
                return standard
        return None

    def register_codes(self, field: str, texts: Iterable[str | None]) -> list[str | None]:
        """Return the standard codes of a register's column, per text and year."""
        kind = REGISTER_FIELDS[field]
        return [
            self.meaning(kind, "REGISTER", normalised(text), year)
            for text in texts
            for year in self.years
        ]

    def reporters(self, texts: Iterable[str | None]) -> list[Reporter]:
        """Return what the texts of reporters mean, per text and year."""
        found = []
        for text in texts:
            for number, year in enumerate(self.years):
                code = (
                    "EMM"
                    if text == EMM_TABLE
                    else self.meaning("reporter", "REGISTER", normalised(text), year)
                )
                row = self._reporters.get(code or "")
                if row is None:
                    found.append(Reporter(NOBODY, number, needs_consent=False))
                    continue
                group = self._groups.get(row["reporter_group_code"])
                found.append(
                    Reporter(
                        EMM
                        if row["is_notifier"] == "false" or group is None
                        else int(group["priority_order"]),
                        self._systems[row["code_system"]] * len(self.years) + number,
                        needs_consent=group is not None and group["legal_basis_code"] == "CONSENT",
                    )
                )
        return found

    def numbers(self, field: str, texts: Iterable[str | None]) -> list[int]:
        """Return what the texts of a column mean, per text, code system and year.

        Bits of all known codes, or for gender and nationality the number of the leading code;
        0 is unknown. The place of a meaning is place of the text x `contexts` + context.
        """
        kind = FIELDS[field]
        found = []
        for text in texts:
            whole = normalised(text)
            codes = [code.strip() for code in whole.split("|")] if field in _SEVERAL else [whole]
            for system in self._systems:
                if not whole or (kind == "police_unit" and system not in self._police):
                    found.extend([0] * len(self.years))
                    continue
                found.extend(self._number(kind, system, codes, year) for year in self.years)
        return found

    def _number(self, kind: str, system: str, codes: list[str], year: int) -> int:
        known = [
            (order, position, number)
            for position, code in enumerate(codes)
            if (standard := self.meaning(kind, system, code, year)) is not None
            for number, order in (self._numbers[kind][standard],)
            if number
        ]
        if kind in ("gender", "nationality"):
            return min(known)[2] if known else 0
        mask = 0
        for _, _, number in known:
            mask |= number
        return mask

    def trafficking_forms(self) -> dict[tuple[int, int], tuple[str, str]]:
        """Return (nationality's number, mask of forms) -> form of trafficking, region of origin."""
        forms = {code: bit for code, (bit, _) in self._bits("exploitation_form").items()}
        hierarchy = sorted(
            self.rows("ref_trafficking_form_hierarchy"), key=lambda row: int(row["priority"])
        )
        found = {}
        for code, country in self.countries.items():
            number = self.country_numbers[code]
            if country["nationality_class_code"] == "UNKNOWN":
                number = 0
            for mask in range(1 + sum(forms.values())):
                found[number, mask] = (
                    next(
                        rule["trafficking_form_code"]
                        for rule in hierarchy
                        if rule["nationality_class_code"] == country["nationality_class_code"]
                        and (
                            mask & forms[rule["exploitation_form_code"]]
                            or mask == forms[rule["exploitation_form_code"]]
                        )
                    ),
                    country["origin_region_code"],
                )
        return found


def _unless_unknown(code: str, number: int) -> int:
    return 0 if code == UNKNOWN else number
