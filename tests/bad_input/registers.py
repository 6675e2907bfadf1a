"""Sound registers to be spoiled; every person in them is made up.

They keep to the contract (docs/register.md) without a single defect: nothing is rejected, every
code is known, and no expectation fails. What a spoiled one shows is therefore the damage.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from functools import cache
from typing import Final

from slachtoffermonitor.delivery import EMM_COLUMNS, NOTIFICATION_COLUMNS

Row = dict[str, str]
Rows = list[Row]

YEARS: Final = range(2016, 2021)
CONSENT_FROM: Final = datetime.date(2018, 5, 25)

PERSON: Final = "made-up-"
"""Begins every pseudonym; no message may hold it."""

_OLD_UNITS: Final = tuple(f"{number:02}" for number in range(1, 12))
_NEW_UNITS: Final = ("NN", "ON", "MN", "NH", "AM", "DH", "RT", "ZB", "OB", "LB", "LE")

Codes = dict[str, tuple[str, ...]]

_STANDARD: Final[Codes] = {
    "gender": ("V", "V", "V", "M", "ONB"),
    "nationalities": ("NLD", "NGA", "POL", "BGR", "HUN", "ROU", "VNM", "NLD|MAR"),
    "sexual": ("SU",),
    "labour": ("AU",),
    "criminal": ("CU",),
    "prostitution_sectors": ("BORDEEL", "RAAM", "ESCORT", "THUIS", "STRAAT", "OVERIG", ""),
    "labour_sectors": ("A", "C", "F", "G", "H", "I", "T", "A|I", ""),
    "criminal_manners": ("DRUGS", "BEDELEN", "DIEFSTAL", "FRAUDE", ""),
}
_POLICE: Final[Codes] = {
    "gender": ("V", "V", "V", "M", "O"),
    "nationalities": ("0001", "0112", "0064", "0044", "0045", "0070", "NLD", "Vietnam"),
    "labour_sectors": ("AGR", "IND", "BOU", "DET", "TRA", "HOR", "HUI", ""),
    "criminal_manners": ("DRG", "BED", "DFS", "FRD", ""),
}
_OLD_POLICE: Final[Codes] = _POLICE | {
    "sexual": ("F1",),
    "labour": ("F2",),
    "criminal": ("F3",),
    "reporting_unit": _OLD_UNITS,
    "prostitution_sectors": ("BCP", "RAM", "ESC", "THU", "TIP", "OVG", ""),
}
_NEW_POLICE: Final[Codes] = _POLICE | {
    "sexual": ("MH-S",),
    "labour": ("MH-A",),
    "criminal": ("MH-C",),
    "reporting_unit": _NEW_UNITS,
    "prostitution_sectors": ("S1", "S2", "S3", "S4", "S5", "S8", ""),
}
_KMAR: Final[Codes] = {
    "gender": ("2", "2", "2", "1", "9"),
    "sexual": ("SEKS",),
    "labour": ("ARB",),
    "criminal": ("CRIM",),
    "prostitution_sectors": ("CLUB", "RAAM", "ESCORT", "WONING", "STRAAT", "DIVERS", ""),
    "labour_sectors": ("LANDBOUW", "FABRIEK", "BOUW", "HANDEL", "TRANSPORT", "HORECA", ""),
    "criminal_manners": ("VERDOVENDE MIDDELEN", "BEDELARIJ", "DIEFSTAL", "FRAUDE", ""),
}
_INSPECTORATE: Final[Codes] = {
    "sexual": ("S",),
    "labour": ("A",),
    "criminal": ("C",),
    "gender": ("V", "M"),
    "prostitution_sectors": ("96-B", "96-E", ""),
    "labour_sectors": ("01", "10", "41", "47", "49", "56", "97", ""),
    "criminal_manners": ("D", "B", "T", "F", ""),
}

REPORTERS: Final = (
    *["POL"] * 9,
    *["ZOCO"] * 7,
    *["KMAR"] * 4,
    *["ISZW"] * 2,
    *["FW"] * 2,
    *["NGO", "OPV", "VWN"],
)
"""Who reports, as often as the reporter stands here."""

LARGE_REPORTERS: Final = (
    *["POL"] * 15,
    *["ZOCO"] * 8,
    *["KMAR"] * 4,
    *["FW"] * 2,
    *["ISZW", "NGO", "OPV", "VWN"],
)
"""In the large register more groups are judged by themselves: the police has over 200 a year."""

_FORMS: Final = {
    "POL": ("sexual", "sexual", "sexual", "labour", "criminal"),
    "KMAR": ("sexual", "labour", "labour", "criminal"),
    "ISZW": ("labour", "labour", "labour", "criminal"),
    "FW": ("labour",),
}
_ANY_FORM: Final = ("sexual", "sexual", "labour", "criminal")


def _codes(reporter: str, year: int) -> Codes:
    own = {
        "POL": _OLD_POLICE if year <= 2016 else _NEW_POLICE,
        "KMAR": _KMAR,
        "ISZW": _INSPECTORATE,
    }.get(reporter, {})
    return _STANDARD | own


class _Maker:
    """Makes the records of one register."""

    def __init__(self, seed: str) -> None:
        self._draw = random.Random(seed)  # noqa: S311 - a fixed draw
        self._number = 0

    def _day(self, year: int) -> datetime.date:
        return datetime.date(year, 1, 1) + datetime.timedelta(self._draw.randrange(365))

    def person(self, name: str) -> Row:
        """Return what is known of a person."""
        draw = self._draw
        born = datetime.date(1970, 2, 2) + datetime.timedelta(draw.randrange(32 * 365))
        person = {"person_pseudonym": PERSON + name, "birth_date": born.isoformat()}
        if draw.random() < 0.1:
            person = person | {"birth_date": "", "reported_age": str(draw.randrange(14, 50))}
        elif draw.random() < 0.1:
            person["birth_date"] = str(born.year)
        return person

    def notification(self, person: Row, year: int, reporter: str) -> Row:
        """Return a notification of a person in a year."""
        codes, pick = _codes(reporter, year), self._draw.choice
        self._number += 1
        day = self._day(year)
        row = dict.fromkeys(NOTIFICATION_COLUMNS, "") | {
            "delivery_id": f"{year}",
            "delivered_on": f"{year + 1}-02-01",
            "record_id": f"r{self._number}",
            "notification_id": f"n{self._number}",
            "version": "1",
            "status": "active",
            "received_on": day.isoformat(),
            "reporter": reporter,
            "gender": pick(codes["gender"]),
            "nationalities": pick(codes["nationalities"]),
            "reporting_unit": pick(codes.get("reporting_unit", ("",))),
            "cooperates": pick(("yes", "no", "unknown")),
        }
        form = pick(_FORMS.get(reporter, _ANY_FORM))
        row["exploitation_forms"] = pick(codes[form])
        if form == "sexual":
            row["prostitution_sectors"] = pick(codes["prostitution_sectors"])
        elif form == "labour":
            row["labour_sectors"] = pick(codes["labour_sectors"])
        elif year >= 2016:
            row["criminal_manners"] = pick(codes["criminal_manners"])
        if reporter in ("ZOCO", "FW", "NGO", "OPV", "VWN"):
            row["consent"] = "yes" if day >= CONSENT_FROM else pick(("yes", "", "unknown"))
        return row | person

    def emm_record(self, person: Row, year: int) -> Row:
        """Return what the EMM knows of a person in a year."""
        self._number += 1
        row = dict.fromkeys(EMM_COLUMNS, "") | {
            "delivery_id": f"{year}",
            "delivered_on": f"{year + 1}-02-01",
            "record_id": f"e{self._number}",
            "registered_on": self._day(year).isoformat(),
            "gender": self._draw.choice("FMU"),
            "exploitation_forms": "EMM-S",
        }
        return row | person

    def corrected(self, row: Row) -> Row:
        """Return the next version of a notification."""
        self._number += 1
        version = str(int(row["version"]) + 1)
        return row | {"record_id": f"r{self._number}", "version": version, "cooperates": "yes"}


def _plain(maker: _Maker, year: int) -> Iterator[Row]:
    """One ordinary notification of every reporter, to be spoiled."""
    for number, reporter in enumerate(dict.fromkeys(REPORTERS)):
        person = {
            "person_pseudonym": f"{PERSON}plain-{number}",
            "birth_date": f"199{number}-08-09",
        }
        row = maker.notification(person, year, reporter)
        codes = _codes(reporter, year)
        yield row | {
            "received_on": f"{year}-07-20",
            "gender": codes["gender"][0],
            "nationalities": codes["nationalities"][1],
            "exploitation_forms": codes["sexual"][0],
            "prostitution_sectors": codes["prostitution_sectors"][0],
            "labour_sectors": "",
            "criminal_manners": "",
        }


def _make(
    seed: str,
    years: range,
    per_year: int,
    emm_per_year: int,
    reporters: tuple[str, ...] = REPORTERS,
) -> tuple[Rows, Rows]:
    maker = _Maker(seed)
    draw = random.Random(seed + " persons")  # noqa: S311 - a fixed draw
    notifications, emm_records = list(_plain(maker, 2019)), []
    known: Rows = []
    for year in years:
        fresh: Rows = []
        for number in range(per_year):
            reporter = reporters[number % len(reporters)]
            returns = known and draw.random() < 0.05
            person = draw.choice(known) if returns else maker.person(f"{year}-{number}")
            fresh.append(person)
            row = maker.notification(person, year, reporter)
            notifications.append(row)
            if number % 20 == 7:
                notifications.append(maker.corrected(row))
            if number % 25 == 11:
                again = maker.notification(person, year, "ZOCO" if reporter == "POL" else "POL")
                notifications.append(again)
            if number % 50 == 23:
                notifications.append(maker.corrected(row) | {"status": "withdrawn"})
        for number in range(emm_per_year):
            shared = number % 3 != 2
            person = draw.choice(fresh) if shared else maker.person(f"emm-{year}-{number}")
            emm_records.append(maker.emm_record(person, year))
        known += fresh
    return notifications, emm_records


@cache
def small() -> tuple[Rows, Rows]:
    """Return a register that is too small to be judged by shares: five years, one of each kind."""
    return _make("small", range(2015, 2020), 25, 3)


@cache
def large() -> tuple[Rows, Rows]:
    """Return a register that the expectations judge: five years, 2,400 notifications."""
    return _make("large", YEARS, 430, 60, LARGE_REPORTERS)


REGISTERS: Final = {"small": small, "large": large}
