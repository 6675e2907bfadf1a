"""From victim-years to a raw register that is as messy as a real one.

Every victim-year becomes one or more notification records; what the records say is arranged so
that the rules (highest version, known before unknown, order of reporters, union of forms, EMM only
where nothing else is known) lead back to the calibrated value.
"""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any

from . import domain as d
from .codes import Spellings, mess
from .draw import Victim
from .sectors import ORDER as SECTOR_ORDER

NOTIFICATION_COLUMNS = (
    "delivery_id",
    "delivered_on",
    "record_id",
    "notification_id",
    "version",
    "status",
    "received_on",
    "person_pseudonym",
    "reporter",
    "reporting_unit",
    "birth_date",
    "reported_age",
    "gender",
    "nationalities",
    "exploitation_forms",
    "prostitution_sectors",
    "labour_sectors",
    "criminal_manners",
    "consent",
    "om_b8_letter",
    "cooperates",
)
EMM_COLUMNS = (
    "delivery_id",
    "delivered_on",
    "record_id",
    "registered_on",
    "person_pseudonym",
    "birth_date",
    "reported_age",
    "gender",
    "nationalities",
    "exploitation_forms",
    "prostitution_sectors",
    "labour_sectors",
    "criminal_manners",
)
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
def outsiders(rng: random.Random, years: tuple[int, ...] = d.YEARS) -> list[Victim]:
    """KMar-only sexual, EMM-only and letter-only persons of every year."""
    result = []
    later = years == d.LATER
    crossers: tuple[str, ...] = (
        "ROU",
        "BGR",
        "HUN",
        "POL",
        "SVK",
        "CZE",
        "NGA",
        "BRA",
        "UKR",
        "ESP",
    )
    if later:
        # what is printed of them counts these or not: neither African, nor from Latin
        # America or Ukraine, nor young, so that it holds either way
        crossers = ("ROU", "BGR", "HUN", "POL", "SVK", "CZE", "ESP", "CHN")
    mixed = (
        "NLD",
        "NGA",
        "POL",
        "ROU",
        "BGR",
        "UGA",
        "VNM",
        "GMB",
        "CHN",
        "SLE",
        "HUN",
        "SYR",
        "XXX",
    )
    from_region: dict[str, str] = {n: t[0] for n, t in d.TABLE_2_1.items()}
    from_region |= {n: t[0] for n, t in d.FOOTNOTE_61.items()}
    from_region |= {n: r for r, names in d.TAIL.items() for n in names}

    def person(y: int, kind: str, combination: str, nationality: str, man: float) -> Victim:
        group = "UN" if combination == "ONB" else combination.partition("+")[0]
        v = Victim(y, group, from_region[nationality], "ADULT", nationality=nationality, kind=kind)
        v.combination = combination
        v.gender = "M" if rng.random() < man else "V"
        roll = rng.random()
        v.age = None if roll < 0.12 else rng.randint(18, 45) if roll < 0.93 else rng.randint(14, 17)
        v.adulthood = "UNKNOWN" if v.age is None else "MINOR" if v.age < 18 else "ADULT"
        if "SU" in v.has:
            v.sector = rng.choice(SECTOR_ORDER) if rng.random() < 0.3 else "ONB"
        if "AU" in v.has:
            v.labour_sector = rng.choice(("A", "I", "C", "ONB"))
        if "CU" in v.has:
            v.manner = rng.choice(("DRUGS", "DIEFSTAL", "ONB"))
        return v

    for y in years:
        men = d.KMAR_ONLY_MEN[y]
        for i in range(d.KMAR_ONLY[y]):
            combination = rng.choices(("SU", "SU+AU", "SU+CU"), (95, 3, 2))[0]
            v = person(y, "kmar_only", combination, rng.choice(crossers), 0.0)
            v.gender, v.reporters = ("M" if i < men else "V"), "K"
            if later:
                v.age, v.adulthood = rng.randint(23, 45), "ADULT"
            result.append(v)
        for _ in range(d.EMM_ONLY[y]):
            combination = rng.choices(("SU", "AU", "CU", "ONB", "SU+CU"), (52, 20, 12, 13, 3))[0]
            v = person(y, "emm_only", combination, rng.choice(mixed), 0.35)
            v.emm = True
            result.append(v)
        for _ in range(d.LETTER_ONLY[y]):
            v = person(y, "letter_only", "SU", "NGA", 0.4)
            v.letter = True
            result.append(v)
    return result


def choose_emm_and_letters(
    victims: list[Victim], rng: random.Random, years: tuple[int, ...] = d.YEARS
) -> None:
    """Mark who is known to the EMM and who has a letter of the public prosecutor."""
    for y in years:
        year = [v for v in victims if v.year == y]
        kmar = [v for v in year if v.kind == "kmar_only"]
        also = rng.sample(kmar, len(kmar) // 9)
        needed = d.EMM_KNOWN[y] - d.EMM_ONLY[y] - len(also)
        law = [v for v in year if v.kind == "analysis" and set(v.reporters) & set("PKI")]
        care = [v for v in year if v.kind == "analysis" and not set(v.reporters) & set("PKI")]
        few = needed // 12
        for v in [*also, *rng.sample(law, needed - few), *rng.sample(care, few)]:
            v.emm = True
        police = [
            v
            for v in year
            if v.kind == "analysis" and "P" in v.reporters and v.region not in ("NL", "MOE", "OVE")
        ]
        for v in rng.sample(police, d.LETTERS_WITH_POLICE[y]):
            v.letter = True


def shift(day: date, years: int) -> date:
    """The same day some years earlier (29 February becomes 28)."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def birth_window(first: date, age: int) -> tuple[date, date]:
    """First and last birth date with which somebody has this age on the day."""
    return shift(first, age + 1) + timedelta(days=1), shift(first, age)


def random_day(rng: random.Random, low: date, high: date) -> date:
    """A day between the two, both included."""
    return low + timedelta(days=rng.randrange((high - low).days + 1))


def make_register(  # noqa: PLR0917
    victims: list[Victim],
    writer: Writer,
    rng: random.Random,
    part: Part = EARLY,
    before: Collection[Victim] = (),
    first_person: int = 0,
) -> int:
    """Turn all victim-years of a part (analysis population and outsiders) into raw rows.

    Returns:
        The first person number that is free.
    """
    notes_of: dict[int, list[Note]] = {}
    for i, v in enumerate(victims):
        notes_of[i] = first_notes(v, rng)
    back = come_back(victims, notes_of, before, rng)
    persons = link_persons(victims, notes_of, rng, part.returning)
    split_other_reporters(victims, notes_of, rng, part.years)
    for i, v in enumerate(victims):
        v.person = back.get(i, first_person + persons[i])
        fill(v, notes_of[i], rng)
    spread_second_mentions(victims, notes_of, rng, part.second_mentions)
    number = first_person + max(persons) + 1
    for i, v in enumerate(victims):
        write_victim(v, notes_of[i], writer, rng)
    return extra_records(victims, writer, rng, number, part)


def first_notes(v: Victim, rng: random.Random) -> list[Note]:
    """One note per reporter group, per second unit, and some repeats; dates fixed."""
    y = v.year
    notes = []
    low, high = date(y, 1, 2), date(y, 12, 22)
    for letter in sorted(v.reporters, key=PRIORITY.index):
        note = Note(letter, random_day(rng, low, high), d.REPORTERS[letter])
        if letter == "P":
            note.unit = v.unit
        notes.append(note)
        end = date(y, 12, 30)
        if letter == "P" and v.second_unit:
            notes.append(
                Note(
                    "P",
                    random_day(rng, note.received + timedelta(days=1), end),
                    "POL",
                    v.second_unit,
                )
            )
        repeat = {"P": 0.045, "K": 0.02, "I": 0.02, "Z": 0.07, "F": 0.02, "O": 0.06}[letter]
        if rng.random() < repeat:
            again = Note(
                letter, random_day(rng, note.received + timedelta(days=1), end), d.REPORTERS[letter]
            )
            if letter == "P":
                again.unit = v.unit if rng.random() < 0.6 else "ONB"
            notes.append(again)
        elif letter == "P" and v.unit != "ONB" and rng.random() < 0.02:
            # an earlier notification without a unit, of somebody with a known one
            early = random_day(rng, date(y, 1, 1), note.received)
            notes.append(Note("P", early, "POL", "ONB"))
    for note in notes:
        if note.letter in NEEDS_CONSENT:
            if note.received >= CONSENT_FROM:
                note.consent = "yes"
            else:
                note.consent = rng.choices(("", "yes", "no", "unknown"), (50, 30, 5, 15))[0]
    return notes


def first_day(v: Victim, notes: list[Note]) -> date:
    """Date of the first counting notification, or a day of the year for persons without one."""
    return min((n.received for n in notes), default=date(v.year, 7, 1))


def come_back(
    victims: list[Victim],
    notes_of: dict[int, list[Note]],
    before: Collection[Victim],
    rng: random.Random,
) -> dict[int, int]:
    """Persons of the part before who are notified again: position of the victim -> person.

    Both times they have the same nationality, gender and birth date.
    """
    index: dict[Any, list[Victim]] = defaultdict(list)
    for w in before:
        if w.year > max(v.year for v in before) - 3 and "born" in w.extra and w.gender != "ONB":
            index[w.nationality, w.gender].append(w)
    persons: dict[int, int] = {}
    order = list(range(len(victims))) if before else []
    rng.shuffle(order)
    for i in order:
        v = victims[i]
        if len(persons) == RETURNING_TO_LATE:
            break
        if v.age is None or v.nationality == "XXX" or not notes_of[i]:
            continue
        low, high = (day.isoformat() for day in birth_window(first_day(v, notes_of[i]), v.age))
        for w in index[v.nationality, v.gender]:
            if low <= w.extra["born"] <= high and w.person not in persons.values():
                v.extra["birth"] = w.extra["born"]
                persons[i] = w.person
                break
    return persons


def link_persons(
    victims: list[Victim], notes_of: dict[int, list[Note]], rng: random.Random, wanted: int
) -> list[int]:
    """Person numbers; some people come back in a later year with the same fixed attributes."""
    number = list(range(len(victims)))
    rng.shuffle(number)
    order = list(range(len(victims)))
    rng.shuffle(order)
    used = {i for i, v in enumerate(victims) if "birth" in v.extra}
    index: dict[Any, list[int]] = defaultdict(list)
    for i in order:
        v = victims[i]
        if (
            v.nationality not in ("XXX",)
            and v.gender != "ONB"
            and v.age is not None
            and notes_of[i]
        ):
            index[v.nationality, v.gender].append(i)
    for i in order:
        if wanted == 0:
            break
        v = victims[i]
        if i in used or v.extra.get("pinned") or v.age is None or not notes_of[i]:
            continue
        for j in index[v.nationality, v.gender] if v.gender != "ONB" else []:
            w = victims[j]
            if (
                j in used
                or w.year <= v.year
                or w.year - v.year > 3
                or w.extra.get("pinned")
                or j == i
            ):
                continue
            if w.age is None:
                continue
            low1, high1 = birth_window(first_day(v, notes_of[i]), v.age)
            low2, high2 = birth_window(first_day(w, notes_of[j]), w.age)
            low, high = max(low1, low2), min(high1, high2)
            if low > high:
                continue
            day = random_day(rng, low, high).isoformat()
            v.extra["birth"] = w.extra["birth"] = day
            number[j] = number[i]
            used |= {i, j}
            wanted -= 1
            break
    return number


def split_other_reporters(
    victims: list[Victim],
    notes_of: dict[int, list[Note]],
    rng: random.Random,
    years: tuple[int, ...],
) -> None:
    """The organisation behind each notification of the group 'other' (VWN: 96 of 99 in 2019)."""
    for y in years:
        mine = [
            i
            for i, v in enumerate(victims)
            if v.year == y and v.kind == "analysis" and "O" in v.reporters
        ]
        rng.shuffle(mine)
        for position, i in enumerate(mine):
            if y == 2019:
                code = "VWN" if position < 96 else "OPV"
            elif y > 2019:
                code = rng.choices(("VWN", "OPV", "NGO", "OVH"), (70, 18, 8, 4))[0]
            else:
                code = rng.choices(
                    ("VWN", "OPV", "NGO", "OVH", "JUR", "PAR", "IND", "OM"),
                    (25, 35, 12, 10, 6, 4, 6, 2),
                )[0]
            own = sorted((n for n in notes_of[i] if n.letter == "O"), key=lambda n: n.received)
            for k, note in enumerate(own):
                note.reporter = (
                    code
                    if k == 0 or rng.random() < 0.3 or y == 2019
                    else rng.choice(("OPV", "NGO", "VWN"))
                )


def fill(v: Victim, notes: list[Note], rng: random.Random) -> None:
    """Say on each note what its reporter knew, so that the resolved value is the calibrated one."""
    groups = sorted({n.letter for n in notes}, key=PRIORITY.index)
    first = first_day(v, notes)
    emm = (
        Note("E", random_day(rng, date(v.year, 1, 2), date(v.year, 12, 29)), "EMM")
        if v.emm
        else None
    )
    sources: list[str] = [*groups, *(["E"] if emm else [])]
    v.extra["emm_note"] = emm
    if not sources:
        return
    by_source: dict[str, list[Note]] = {g: [n for n in notes if n.letter == g] for g in groups}
    if emm:
        by_source["E"] = [emm]

    def carrier(fillable: bool = True) -> int:
        """Position of the source that is the first to know."""
        last = len(sources) - 1
        if last == 0 or rng.random() < 0.88:
            return 0
        k = rng.randint(0, last)
        if sources[k] == "E" and groups and (not fillable or rng.random() < 0.6):
            return 0
        return k

    def give(name: str, value: Any, wrong: Any, fillable: bool = True) -> None:
        at = carrier(fillable)
        for k, source in enumerate(sources):
            for n, note in enumerate(by_source[source]):
                if k < at:
                    continue
                roll = rng.random()
                if k == at:
                    if n == 0 or roll < 0.8:
                        setattr(note, name, value)
                elif roll < 0.84:
                    setattr(note, name, value)
                elif roll < 0.92:
                    setattr(note, name, wrong)

    if v.gender != "ONB":
        give("gender", v.gender, "V" if v.gender == "M" else "M")
    if v.nationality != "XXX":
        wrong = rng.choice(
            [n for n in ("NGA", "GHA", "POL", "ROU", "NLD", "CMR") if n != v.nationality]
        )
        give("nationality", v.nationality, wrong)
    fill_age(v, first, give, by_source, sources, rng)

    # forms: the union counts, so every form is said by somebody and nothing else by anybody
    forms = [f for f in ("SU", "AU", "CU", "OV") if f in v.has]
    allowed = groups or sources
    if forms:
        for source in sources:
            for note in by_source[source]:
                note.forms = [f for f in forms if rng.random() < 0.85]
        if groups and emm and len(forms) == 1 and v.reporters != "K" and rng.random() < 0.02:
            # only the EMM knows the form
            for g in groups:
                for note in by_source[g]:
                    note.forms = []
            emm.forms = forms[:]
        else:
            for f in forms:
                if not any(f in note.forms for g in allowed for note in by_source[g]):
                    target = by_source[rng.choice(allowed)][0]
                    target.forms = [x for x in forms if x in target.forms or x == f]
        if "K" in v.reporters and v.kind == "kmar_only":
            by_source["K"][0].forms = forms[:]
    fill_detail(v, by_source, groups, sources, rng)
    for note in notes:
        if note.letter in "PKI" and note.received:
            if v.cooperates == "yes":
                note.cooperates = "yes"
            else:
                foreign = v.region not in ("NL", "MOE", "OVE", "ONB")
                note.cooperates = rng.choices(
                    ("yes", "no", "unknown", ""), (70, 8, 10, 12) if foreign else (30, 25, 25, 20)
                )[0]


def fill_age(  # noqa: PLR0917
    v: Victim,
    first: date,
    give: Any,
    by_source: dict[str, list[Note]],
    sources: list[str],
    rng: random.Random,
) -> None:
    """Full birth date, birth year, or the age as reported; a few impossible ones."""
    if v.age is None:
        if len(sources) == 1 and sources[0] != "E" and rng.random() < 0.025:
            note = by_source[sources[0]][0]
            if rng.random() < 0.6:
                note.reported_age = rng.choice((118, 199, 999))
            else:
                note.birth = f"{rng.randint(1890, 1898)}-01-01"
        return
    low, high = birth_window(first, v.age)
    kind = (
        "full" if "birth" in v.extra else rng.choices(("full", "year", "reported"), (74, 11, 15))[0]
    )
    if kind == "year":
        # only a year: 1 July counts
        years = [y for y in (low.year, high.year) if low <= date(y, 7, 1) <= high]
        give("birth", str(years[0]), str(years[0] + rng.choice((-3, -1, 1, 2))))
    elif kind == "full":
        day = v.extra.get("birth") or random_day(rng, low, high).isoformat()
        v.extra["born"] = day
        wrong = (
            date.fromisoformat(day) - timedelta(days=rng.choice((31, 365, 730, 1500)))
        ).isoformat()
        give("birth", day, wrong)
        for notes in by_source.values():
            for note in notes:
                if not note.birth and rng.random() < 0.3:
                    note.reported_age = v.age + rng.choice((-1, 0, 0, 1))
    else:
        give("reported_age", v.age, max(10, v.age + rng.choice((-2, 1, 3))))


def fill_detail(
    v: Victim,
    by_source: dict[str, list[Note]],
    groups: list[str],
    sources: list[str],
    rng: random.Random,
) -> None:
    """Sectors and manners: the union over the notifications, EMM only where nobody knows."""
    for form, name, value in (
        ("SU", "sectors", v.sector),
        ("AU", "labour", v.labour_sector),
        ("CU", "manners", v.manner),
    ):
        if form not in v.has or not value or value == "ONB":
            continue
        able = [n for g in groups for n in by_source[g] if form in n.forms]
        emm = by_source.get("E", [None])[0]
        if not able:
            if emm is None or form not in emm.forms:
                # the form is known: somebody said it
                able = [n for s in sources for n in by_source[s] if form in n.forms]
            else:
                able = [emm]
        said: Any = value
        if name == "labour" and value == "OVERIG":
            said = rng.choice(("Q", "Q", "R"))
        chosen = rng.choice(able)
        if (
            emm is not None
            and emm in by_source.get("E", [])
            and form in emm.forms
            and rng.random() < 0.05
        ):
            chosen = emm
        getattr(chosen, name).append(said)
        for note in able:
            if note is not chosen and chosen is not emm and rng.random() < 0.6:
                getattr(note, name).append(said)
        if name == "sectors":
            # a lower sector of the hierarchy besides
            rank = SECTOR_ORDER.index(value)
            if rank < len(SECTOR_ORDER) - 1 and rng.random() < 0.06:
                lower = rng.choice(SECTOR_ORDER[rank + 1 :])
                chosen.sectors.append(lower)
        if (
            emm is not None
            and chosen is not emm
            and form in emm.forms
            and rng.random() < 0.4
            and name == "sectors"
        ):
            emm.sectors = [rng.choice(SECTOR_ORDER)]


def spread_second_mentions(
    victims: list[Victim], notes_of: dict[int, list[Note]], rng: random.Random, most: int
) -> None:
    """A second, more common labour sector or manner: the rarer one wins (R-18, R-19)."""
    common = {"G": "IA", "H": "IA", "F": "IA", "C": "TA", "I": "TA", "T": "A"}
    chosen = 0
    order = [i for i, v in enumerate(victims) if v.labour_sector in common and v.kind == "analysis"]
    rng.shuffle(order)
    for i in order:
        if chosen == most:
            break
        for note in notes_of[i]:
            if note.labour:
                second = rng.choice(common[victims[i].labour_sector])
                if second not in note.labour:
                    note.labour.append(second)
                    chosen += 1
                break
    for i, v in enumerate(victims):
        if (
            v.kind == "analysis"
            and v.manner in ("BEDELEN", "DIEFSTAL", "FRAUDE")
            and rng.random() < 0.12
        ):
            for note in notes_of[i]:
                if note.manners:
                    note.manners.append("DRUGS")
                    break


def correct(note: Note, rng: random.Random) -> Note:
    """An earlier version of the same notification, with something still wrong or missing."""
    old = copy(note)
    what = rng.choice(
        ("gender", "nationality", "forms", "sectors", "birth", "date", "unit", "consent")
    )
    if what == "gender":
        old.gender = rng.choice(("M", "V", "ONB"))
    elif what == "nationality":
        old.nationality = rng.choice(("XXX", "NGA", "POL"))
    elif what == "forms":
        old.forms = rng.choice(([], ["SU"], ["AU"]))
    elif what == "sectors":
        old.sectors, old.labour, old.manners = [], [], []
    elif what == "birth":
        old.birth = ""
    elif what == "date":
        start, end = date(note.received.year, 1, 1), date(note.received.year, 12, 31)
        old.received = min(max(start, note.received - timedelta(days=rng.randint(1, 60))), end)
    elif what == "unit" and note.letter == "P":
        old.unit = "ONB"
    elif what == "consent" and note.letter in NEEDS_CONSENT:
        old.consent = "unknown"
    return old


def write_victim(v: Victim, notes: list[Note], writer: Writer, rng: random.Random) -> None:
    """All records of one victim-year: notifications with their versions, EMM records, letters."""
    y = v.year
    for note in notes:
        nid = writer.notification_id(y)
        version = 1
        if rng.random() < 0.085:
            writer.add(correct(note, rng), v.person, nid, version, y)
            version += 1
            if rng.random() < 0.12:
                writer.add(correct(note, rng), v.person, nid, version, y)
                version += 1
        if version == 1 and y + 1 not in NOT_LATE_IN and rng.random() < 0.012:
            # a late correction: the next delivery brings the version that counts
            old = correct(note, rng)
            old.received = note.received
            writer.add(old, v.person, nid, 1, y)
            writer.add(note, v.person, nid, 2, y + 1)
        else:
            writer.add(note, v.person, nid, version, y)
    emm: Note | None = v.extra.get("emm_note")
    if emm is not None:
        writer.add_emm(emm, v.person)
        if rng.random() < 0.06:
            again = copy(emm)
            again.received = min(date(y, 12, 31), emm.received + timedelta(days=rng.randint(0, 20)))
            writer.add_emm(again, v.person)
    if v.letter:
        for _ in range(2 if rng.random() < 0.06 else 1):
            first = first_day(v, notes)
            note = Note(
                "O", random_day(rng, first, date(y, 12, 31)), "OM" if rng.random() < 0.93 else "IND"
            )
            note.om_letter, note.consent = "yes", "yes"
            if rng.random() < 0.5:
                note.gender, note.nationality = v.gender, v.nationality
            writer.add(note, v.person, writer.notification_id(y), 1, y)


def stray(letter: str, day: date, v: Victim | None, rng: random.Random) -> Note:
    """A note that will not count: about somebody in the register, or about an unknown person."""
    other = rng.choice(("VWN", "OPV", "NGO"))
    note = Note(letter, day, other if letter == "O" else d.REPORTERS[letter])
    if v is not None:
        note.gender, note.nationality = v.gender, v.nationality
    else:
        note.gender = rng.choice(("M", "V"))
        note.nationality = rng.choice(("NLD", "NGA", "POL", "ROU", "UGA", "XXX"))
        note.reported_age = rng.randint(15, 50)
    note.forms = [rng.choice(("SU", "AU", "SU"))]
    if letter == "P":
        note.unit = rng.choice(d.UNITS)
    return note


def extra_records(
    victims: list[Victim], writer: Writer, rng: random.Random, number: int, part: Part
) -> int:
    """Records on top: withdrawn, rejected for want of consent, EMM entered as a reporter.

    Returns:
        The first person number that is free.
    """
    everybody: dict[int, list[Victim]] = defaultdict(list)
    for v in victims:
        everybody[v.year].append(v)

    def about(y: int, in_register: bool, letters: str) -> tuple[Victim | None, int, str]:
        """Somebody of the year whom the reporter has not notified, or a new person."""
        nonlocal number
        if in_register:
            v = rng.choice([v for v in everybody[y] if set(letters) - set(v.reporters)])
            return v, v.person, rng.choice([x for x in letters if x not in v.reporters])
        number += 1
        return None, number - 1, rng.choice(letters)

    for y in part.years:
        for k in range(22):
            who, person, letter = about(y, k % 2 == 1, "PZO")
            note = stray(letter, random_day(rng, date(y, 1, 3), date(y, 12, 20)), who, rng)
            note.consent = "yes" if letter in NEEDS_CONSENT else ""
            nid = writer.notification_id(y)
            version = 1
            if rng.random() < 0.6:
                writer.add(note, person, nid, version)
                version = 2
            late = y + 1 not in NOT_LATE_IN and rng.random() < 0.25
            gone = replace(note, status="withdrawn")
            writer.add(gone, person, nid, version, y + 1 if late else y)
        for k in range(d.WITHOUT_CONSENT.get(y, 0)):
            start = CONSENT_FROM if y == 2018 else date(y, 1, 2)
            who, person, letter = about(y, k % 20 < 9, "ZZZFOO")
            note = stray(letter, random_day(rng, start, date(y, 12, 30)), who, rng)
            note.consent = rng.choice(("", "no", "no", "unknown"))
            writer.add(note, person, writer.notification_id(y), 1)
    # somebody entered the EMM as a reporter: still no notification
    emm_only = [v for v in victims if v.kind == "emm_only" and v.year >= 2016]
    for v in rng.sample(emm_only, part.emm_as_reporter):
        note = stray("O", random_day(rng, date(v.year, 1, 3), date(v.year, 12, 20)), v, rng)
        note.letter, note.reporter, note.forms = "E", "EMM", sorted(v.has)
        writer.add(note, v.person, writer.notification_id(v.year), 1)
    return number
