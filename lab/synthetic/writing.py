"""Records as they are delivered: what a note says becomes a row of the register."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from operator import itemgetter
from pathlib import Path

from slachtoffermonitor.delivery import EMM_COLUMNS, NOTIFICATION_COLUMNS

from . import domain as d
from .codes import Spellings, mess

DELIVERED = {
    2014: date(2015, 4, 13),
    2015: date(2016, 4, 4),
    2016: date(2017, 4, 3),
    2017: date(2018, 4, 9),
    2018: date(2019, 4, 8),
    2019: date(2020, 4, 1),
    2020: date(2021, 4, 6),
    2021: date(2022, 4, 4),
    2022: date(2023, 4, 3),
    2023: date(2024, 4, 8),
    2024: date(2025, 4, 7),
}


CONSENT_FROM = date(2018, 5, 25)


PRIORITY = "PKIZFO"


SYSTEM = {
    "P": "POLICE",
    "K": "KMAR",
    "I": "INSPECTORATE",
    "Z": "CARE",
    "F": "FAIRWORK",
    "O": "OTHER",
    "E": "EMM",
}


NEEDS_CONSENT = "ZFO"


FREE_UNITS = {
    "K": ("Schiphol", "Grensbewaking"),
    "I": ("Opsporing", "Team arbeidsuitbuiting"),
    "Z": ("Regio Noord", "Regio Zuid", "Regio West"),
    "F": ("Helpdesk",),
    "O": ("Locatie 1", "Locatie 2"),
    "E": ("",),
}


@dataclass(frozen=True)
class Part:
    """Years of the register that are made together, with a chance of their own.

    Attributes:
        years: the registration years; what is late comes with a delivery of the same part.
        seed: where the chance of the part begins.
        returning: persons who come back in a later year of the part.
        second_mentions: victims with a second, more common labour sector.
        emm_as_reporter: notifications that name the EMM as their reporter.
    """

    years: tuple[int, ...]
    seed: int
    returning: int
    second_mentions: int
    emm_as_reporter: int


EARLY = Part(d.YEARS, 20201018, 236, 34, 9)


LATE = Part(d.LATER, 20251016, 110, 16, 5)


NOT_LATE_IN = {part.years[-1] + 1 for part in (EARLY, LATE)}
"""Years whose delivery brings nothing late: no part adds to the years of the part before it."""


RETURNING_TO_LATE = 40
"""Persons of the years before who come back in the later part."""


@dataclass
class Note:
    """One notification (or EMM record) before it is written down."""

    letter: str
    received: date
    reporter: str = ""
    unit: str = ""
    gender: str = "ONB"
    nationality: str = "XXX"
    birth: str = ""
    reported_age: int | None = None
    forms: list[str] = field(default_factory=list)
    sectors: list[str] = field(default_factory=list)
    labour: list[str] = field(default_factory=list)
    manners: list[str] = field(default_factory=list)
    consent: str = ""
    om_letter: str = ""
    cooperates: str = ""
    status: str = "active"


def copy(note: Note) -> Note:
    """The same note, with lists of its own."""
    return replace(
        note,
        forms=note.forms[:],
        sectors=note.sectors[:],
        labour=note.labour[:],
        manners=note.manners[:],
    )


def iso(text: str) -> str:
    """A raw date of either spelling as yyyy-mm-dd."""
    return f"{text[6:]}-{text[3:5]}-{text[:2]}" if text[2] == "-" else text


class Writer:
    """Collects the raw rows of both files."""

    def __init__(self, rng: random.Random, spellings: Spellings) -> None:
        self.rng = rng
        self.spellings = spellings
        self.notifications: list[dict[str, str]] = []
        self.emm: list[dict[str, str]] = []
        self.number: dict[int, int] = defaultdict(int)

    # -- values ------------------------------------------------------------------------------
    def date_text(self, value: date) -> str:
        """A date in one of the two spellings."""
        return value.isoformat() if self.rng.random() < 0.6 else value.strftime("%d-%m-%Y")

    def birth_text(self, value: str) -> str:
        """A birth date in one of the two spellings; a year stays a year."""
        if len(value) == 10 and self.rng.random() < 0.4:
            return f"{value[8:]}-{value[5:7]}-{value[:4]}"
        return value

    def spelled(self, name: str, system: str, standard: str, year: int, plain: float) -> str:
        """A standard code as the code system writes it, or (rarely) the standard code itself."""
        valid = self.spellings.valid(name, system, standard, year)
        if not valid or self.rng.random() < plain:
            return standard
        return mess(self.rng, self.rng.choice(valid))

    def coded(self, name: str, letter: str, standard: str, year: int) -> str:
        """One code in the system of the reporter."""
        return self.spelled(name, SYSTEM[letter], standard, year, 0.04)

    def register(self, name: str, standard: str, year: int, plain: float) -> str:
        """One code of the register itself; empty stays empty."""
        return standard and self.spelled(name, "REGISTER", standard, year, plain)

    def several(self, name: str, letter: str, values: list[str], year: int, empty: float) -> str:
        """Several codes in one value; nothing known is empty or the code for unknown."""
        known = [v for v in values if v != "ONB"]
        if known:
            return self.join([self.coded(name, letter, v, year) for v in known])
        return "" if self.rng.random() < empty else self.coded(name, letter, "ONB", year)

    def join(self, parts: list[str]) -> str:
        """Several codes in one value."""
        return (" | " if self.rng.random() < 0.05 else "|").join(parts)

    def country(self, code: str, letter: str, year: int) -> str:
        """One nationality: the reporter's own code, a country name or the ISO code."""
        own = self.spellings.valid("nationalities", SYSTEM[letter], code, year)
        if own and self.rng.random() < 0.75:
            return mess(self.rng, self.rng.choice(own))
        names = self.spellings.countries.get(code, [])
        if names and self.rng.random() < 0.5:
            return mess(self.rng, self.rng.choice(names))
        return mess(self.rng, code)

    def nationality_text(self, note: Note, year: int) -> str:
        """One or more nationalities that resolve to the one of the note (R-13)."""
        rng, n, letter = self.rng, note.nationality, note.letter
        if n == "XXX":
            if rng.random() < 0.45:
                return ""
            own = self.spellings.valid("nationalities", SYSTEM[letter], n, year)
            return mess(rng, rng.choice([*own, "ONB", "Onbekend", "XXX"]))
        parts = [self.country(n, letter, year)]
        roll = rng.random()
        if n == "NLD" and roll < 0.02:
            parts = [self.country(rng.choice(("CUW", "ABW", "SXM", "BES")), letter, year)]
        elif n == "NLD" and roll < 0.09:
            other = self.country(rng.choice(("MAR", "TUR", "SUR", "POL", "DOM")), letter, year)
            parts.insert(rng.randrange(2), other)
        elif n not in ("NLD", "XXA") and roll < 0.02:
            parts.append(
                self.country(rng.choice(("DEU", "ITA", "BEL", "GHA", "SYR")), letter, year)
            )
        elif n not in ("NLD", "XXA") and roll < 0.03:
            parts.insert(0, rng.choice(("XXX", "Onbekend", "XXA")))
        return self.join(parts)

    # -- rows --------------------------------------------------------------------------------
    def unit_text(self, note: Note, year: int) -> str:
        """Police unit in the police's own codes; free text, mostly empty, for the others."""
        if note.letter == "P":
            if note.unit in ("", "ONB"):
                return self.rng.choice(("", self.coded("police_units", "P", "ONB", year)))
            return self.coded("police_units", "P", note.unit, year)
        return self.rng.choice(FREE_UNITS[note.letter]) if self.rng.random() < 0.25 else ""

    def attributes(self, note: Note, year: int) -> dict[str, str]:
        """The columns that notifications and EMM records share."""
        k = note.letter

        def detail(form: str, name: str, values: list[str], empty: float) -> str:
            said = form in note.forms and (form != "CU" or year >= 2016)
            return self.several(name, k, values, year, empty) if said else ""

        return {
            "birth_date": self.birth_text(note.birth),
            "reported_age": "" if note.reported_age is None else str(note.reported_age),
            "gender": self.several("genders", k, [note.gender], year, 0.4),
            "nationalities": self.nationality_text(note, year),
            "exploitation_forms": self.several("exploitation_forms", k, note.forms, year, 0.4),
            "prostitution_sectors": detail("SU", "prostitution_sectors", note.sectors, 0.6),
            "labour_sectors": detail("AU", "labour_sectors", note.labour, 0.3),
            "criminal_manners": detail("CU", "criminal_manners", note.manners, 0.5),
        }

    @staticmethod
    def pseudonym(person: int) -> str:
        """A recognisably synthetic pseudonym: a number scattered by a fixed odd multiplier."""
        return f"SYN-{(person * 0x9E3779B97F4B + 0x5DEECE66D) % (1 << 48):012x}"

    def notification_id(self, year: int) -> str:
        """A provisional id; ``save`` numbers the notifications by date."""
        self.number[year] += 1
        return f"{year}/{self.number[year]}"

    def renumber(self) -> None:
        """Ids in the order of receipt, so that they say nothing about how the rows were made."""
        for rows, column, letter in (
            (self.notifications, "received_on", "R"),
            (self.emm, "registered_on", "E"),
        ):
            self.rng.shuffle(rows)
            rows.sort(key=lambda r, c=column: (r["delivery_id"], iso(r[c])))  # type: ignore[misc]
            count: dict[str, int] = defaultdict(int)
            for row in rows:
                year = row["delivery_id"].rpartition("-")[2]
                count[year] += 1
                row["record_id"] = f"SYN-{letter}{year}-{count[year]:05d}"
        given: dict[str, str] = {}
        count = defaultdict(int)
        for row in self.notifications:
            old = row["notification_id"]
            if old not in given:
                year = old.partition("/")[0]
                count[year] += 1
                given[old] = f"SYN-N{year}-{count[year]:05d}"
            row["notification_id"] = given[old]

    def add(
        self, note: Note, person: int, notification: str, version: int, delivery: int | None = None
    ) -> None:
        """Write one version of one notification, in the delivery of its year or a later one."""
        y = note.received.year
        delivery = delivery or y
        self.notifications.append(
            {
                "delivery_id": f"synthetic-{delivery}",
                "delivered_on": DELIVERED[delivery].isoformat(),
                "record_id": "",
                "notification_id": notification,
                "version": str(version),
                "status": self.register("statuses", note.status, y, 0.3),
                "received_on": self.date_text(note.received),
                "person_pseudonym": self.pseudonym(person),
                "reporter": self.register("reporters", note.reporter, y, 0.1),
                "reporting_unit": self.unit_text(note, y),
                **self.attributes(note, y),
                "consent": self.register("yes_no", note.consent, y, 0.2),
                "om_b8_letter": self.register("yes_no", note.om_letter, y, 0.2),
                "cooperates": self.register("yes_no", note.cooperates, y, 0.2),
            }
        )

    def add_emm(self, note: Note, person: int) -> None:
        """Write one EMM record."""
        y = note.received.year
        self.emm.append(
            {
                "delivery_id": f"synthetic-{y}",
                "delivered_on": DELIVERED[y].isoformat(),
                "record_id": "",
                "registered_on": self.date_text(note.received),
                "person_pseudonym": self.pseudonym(person),
                **self.attributes(note, y),
            }
        )


def save(writers: Sequence[Writer], directory: Path) -> None:
    """Write both CSV files, sorted by delivery and record, LF line ends."""
    for writer in writers:
        writer.renumber()
    directory.mkdir(parents=True, exist_ok=True)
    for name, columns, rows in (
        ("raw_notifications.csv", NOTIFICATION_COLUMNS, [w.notifications for w in writers]),
        ("raw_emm_records.csv", EMM_COLUMNS, [w.emm for w in writers]),
    ):
        with (directory / name).open("w", encoding="utf-8", newline="") as handle:
            out = csv.DictWriter(handle, columns, lineterminator="\n")
            out.writeheader()
            key = itemgetter("delivery_id", "record_id")
            out.writerows(sorted(chain.from_iterable(rows), key=key))


# -- people outside the analysis population ------------------------------------------------------


def shift(day: date, years: int) -> date:
    """The same day some years earlier (29 February becomes 28)."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
