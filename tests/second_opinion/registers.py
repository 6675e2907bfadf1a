"""Draws small random registers with all the mess of a real one, for Hypothesis.

Persons, notifications and codes come from small pools, so that records collide: the same person
notified by several groups, versions of one notification, reporters that disagree, equal numbers of
victims per nationality. A record may stand for several people at once, so that cells fill up.
All of it is made up.

Hypothesis draws a generator of random numbers and a number of records, and this program makes the
register from them. Built from hundreds of small draws instead, five in six of Hypothesis's examples
would be the one before with one draw copied over another, and it could not make a register that
fails much smaller within its time. `smallest` does that, record by record and field by field.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeVar

import polars as pl
from hypothesis import strategies as st

from .lists import CrosswalkRow, Lists
from .records import ATTRIBUTES, REGISTER_FIELDS, SEVERAL
from .register import EMM_COLUMNS, NOTIFICATION_COLUMNS, Register

T = TypeVar("T")
Row = dict[str, str]

TEST_CROSSWALK_ROWS: Final[tuple[CrosswalkRow, ...]] = (
    # A code that changes its meaning with the year, in a system that has others of its own.
    ("gender", "KMAR", "T1", 2000, 2015, "M"),
    ("gender", "KMAR", "T1", 2016, 2100, "V"),
    ("police_unit", "POLICE", "T2", 2000, 2016, "PE01"),
    ("police_unit", "POLICE", "T2", 2017, 2100, "PE02"),
    # The letters of a standard code with another meaning; unknown to the system in other years.
    ("exploitation_form", "FAIRWORK", "OV", 2000, 2017, "AU"),
    ("criminal_manner", "CARE", "FRAUDE", 2000, 2100, "DIEFSTAL"),
    ("labour_sector", "INSPECTORATE", "A", 2015, 2100, "F"),
    ("nationality", "OTHER", "NGA", 2000, 2018, "GHA"),
    ("reporter", "REGISTER", "NGO", 2000, 2016, "FW"),
    # The letters of a standard code with the same meaning, but for some years only.
    ("prostitution_sector", "KMAR", "RAAM", 2000, 2016, "RAAM"),
    ("yes_no", "REGISTER", "NO", 2018, 2018, "no"),
    # A known standard code that a reporter's system maps to unknown.
    ("nationality", "POLICE", "GHA", 2000, 2100, "XXX"),
)
"""Crosswalk rows that exist in the comparison only, because the shipped ones have no such case."""

PLAIN_VALUES: Final = {
    "gender": ("V", "M", "ONB"),
    "nationality": (
        *("NGA", "NLD", "POL", "ROU", "XXX", "XXA", "ABW", "CUW", "GHA", "BGR", "SYR", "CIV"),
        *("TUR", "USA", "GBR", "SUR", "XKX"),
    ),
    "exploitation_form": ("SU", "AU", "CU", "OV", "ONB"),
    "prostitution_sector": ("RAAM", "THUIS", "STRAAT", "BORDEEL", "ESCORT", "OVERIG", "ONB"),
    "labour_sector": ("A", "F", "I", "Q", "J", "G", "H", "T", "C", "ONB"),
    "criminal_manner": ("DRUGS", "BEDELEN", "OVERIG", "DIEFSTAL", "FRAUDE", "ONB"),
    "police_unit": ("PE01", "PE02", "PE07", "PE11", "ONB"),
    "reporter": (
        *("POL", "KMAR", "ZOCO", "FW", "ISZW", "VWN", "OM", "EMM", "NGO", "PAR", "IND"),
        *("OPV", "OVH", "JUR"),
    ),
}
"""Standard codes that are drawn, by kind."""

DAYS: Final = (
    *(
        (3, 1),
        (5, 25),
        (5, 25),
        (5, 24),
        (1, 1),
        (12, 31),
        (2, 28),
        (2, 29),
        (7, 1),
        (6, 30),
        (10, 9),
    ),
)
"""Days of receipt: on and around those on which something changes."""

YEARS: Final = (2013, 2014, 2015, 2016, 2017, 2018, 2019, 2020, 2021, 2022)
LAST_YEARS: Final = (2018, 2019, 2020, 2021, 2022)
"""Years that let an edition be built: with R-08 in force up to 2020, without it from 2021 on."""
AGES: Final = (25, 17, 18, 22, 23, 29, 30, 16, 0, 110, 111, -1, 45)


FORGOTTEN: Final = (
    {"prostitution_sectors": ""},
    {"prostitution_sectors": ""},
    {"labour_sectors": ""},
    {"gender": ""},
    {"birth_date": ""},
)
"""What is unknown of one of several people who are notified alike."""


@dataclass(frozen=True)
class Spellings:
    """Every delivered code of the crosswalks, by what it means to whom, when."""

    by_meaning: Mapping[tuple[str, str, int], Mapping[str, Sequence[str]]]
    """(kind, code system, year) -> standard code -> delivered codes, the standard one first."""

    @classmethod
    def of(cls, lists: Lists, systems: Sequence[str], years: Sequence[int]) -> Spellings:
        """Collect what each system can write in each year without stopping the build."""
        found: dict[tuple[str, str, int], dict[str, list[str]]] = {}
        rows = lists.crosswalks.rows()
        owned = {(kind, system, code) for kind, system, code, *_ in rows}
        for kind, system, code, first, last, standard in rows:
            for user in systems if system == "STANDARD" else (system,):
                if system == "STANDARD" and (kind, user, code) in owned:
                    continue
                for year in years:
                    if first <= year <= last:
                        found.setdefault((kind, user, year), {}).setdefault(standard, []).append(
                            code
                        )
        for meanings in found.values():
            for standard, codes in meanings.items():
                plain = standard.upper()
                others = sorted(set(codes) - {plain})
                meanings[standard] = [plain, *others] if plain in codes else others
        return cls(found)


SYSTEMS: Final = (
    *("REGISTER", "POLICE", "KMAR", "INSPECTORATE", "CARE", "FAIRWORK", "OTHER", "EMM"),
)


def _rarely(rng: random.Random, common: T, *rare: T, one_in: int = 12) -> T:
    """Draw the common value, or now and then one of the others."""
    return rng.choice(rare) if rng.randrange(one_in) == 0 else common


def _some(rng: random.Random, values: Sequence[T], most: int) -> list[T]:
    """Draw one to `most` different values, in any order."""
    return rng.sample(values, rng.randint(1, min(most, len(values))))


@dataclass(frozen=True)
class Palette:
    """What one register is made of: the fewer there are, the more its records collide.

    Attributes:
        years: years of receipt.
        reporters: standard codes of reporters.
        persons: size of the pool of persons.
        values: kind of code -> standard codes.
        mess: one in so many fields is spoiled.
        mixed: fields in which people differ who are otherwise notified alike; empty for none.
        people: how many they may be.
    """

    years: Sequence[int]
    reporters: Sequence[str]
    persons: int
    values: Mapping[str, Sequence[str]]
    mess: int
    mixed: Sequence[str]
    people: Sequence[int]

    @classmethod
    def of(cls, rng: random.Random) -> Palette:
        """Draw a palette."""
        if rng.randrange(4) == 0:
            return cls.crowded(rng)
        return cls(
            years=[
                *_some(rng, YEARS, 3),
                *([rng.choice(LAST_YEARS)] if rng.randrange(8) else []),
            ],
            reporters=_some(rng, PLAIN_VALUES["reporter"], 6)
            + [rng.choice(("POL", "POL", "KMAR"))] * rng.randrange(5),
            persons=rng.randint(1, 40),
            values={
                kind: _some(rng, values, 12 if kind == "nationality" else 5)
                for kind, values in PLAIN_VALUES.items()
                if kind != "reporter"
            }
            | {
                "exploitation_form": _some(rng, PLAIN_VALUES["exploitation_form"], 4)
                + ["SU"] * rng.randrange(4)
            },
            mess=rng.choice((60, 20, 6)),
            mixed=("", "", *SEVERAL),
            people=(1, 1, 1, 1, 2, 3, 6, 8),
        )

    @classmethod
    def crowded(cls, rng: random.Random) -> Palette:
        """Draw a palette with which few cells fill up: one year, one or two of everything else."""
        field = rng.choice(("nationalities", *SEVERAL))
        return cls(
            years=[rng.choice(LAST_YEARS)],
            reporters=[rng.choice(PLAIN_VALUES["reporter"][:3])],
            persons=60,
            values={kind: _some(rng, values, 2) for kind, values in PLAIN_VALUES.items()}
            | {
                "exploitation_form": rng.choice((["SU"], ["SU", "AU"], ["CU"], ["AU"])),
                ATTRIBUTES[field]: PLAIN_VALUES[ATTRIBUTES[field]],
            },
            mess=60,
            mixed=(field, "prostitution_sectors"),
            people=(6, 9, 15),
        )


@dataclass(frozen=True)
class Writer:
    """Writes one record in the words of its reporter, more or less tidily."""

    rng: random.Random
    spellings: Spellings
    palette: Palette
    system: str
    year: int
    style: int

    @classmethod
    def of(cls, rng: random.Random, spellings: Spellings, palette: Palette, system: str) -> Writer:
        """Draw when and how tidily something is written."""
        style = _rarely(rng, 0, 1, 2, 3, 4, 5, one_in=3)
        return cls(rng, spellings, palette, system, rng.choice(palette.years), style)

    def code(self, kind: str, standard: str, system: str | None = None) -> str:
        """Write a code; nothing if the system has no word for it in that year."""
        meanings = self.spellings.by_meaning.get((kind, system or self.system, self.year), {})
        codes = meanings.get(standard, ())
        return self.styled(self.rng.choice(codes)) if codes else ""

    def own(self, field: str, standard: str) -> str:
        """Write a code in one of the register's own fields."""
        return self.code(REGISTER_FIELDS[field], standard, "REGISTER") if standard else ""

    def one_code(self, kind: str) -> str:
        """Write one code, or nothing."""
        standard = _rarely(self.rng, self.rng.choice(self.palette.values[kind]), "", one_in=6)
        return self.code(kind, standard) if standard else ""

    def some_codes(self, kind: str) -> str:
        """Write up to three codes, the most important first."""
        number = self.rng.choice((1, 1, 1, 1, 0, 2, 3))
        chosen = self.rng.choices(self.palette.values[kind], k=number)
        between = "|" if self.style < 3 else self.rng.choice((" | ", "||", "|"))
        return between.join(code for code in (self.code(kind, one) for one in chosen) if code)

    def styled(self, text: str) -> str:
        """Change what has no meaning in a code: case and blanks."""
        return (
            text,
            text.lower(),
            text.capitalize(),
            f" {text} ",
            text.lower().replace(" ", "   ") + "  ",
            f"  {text.title()}",
        )[self.style]

    def dated(self, day: date) -> str:
        """Write a date in one of the two spellings."""
        text = day.isoformat() if self.rng.randrange(2) else day.strftime("%d-%m-%Y")
        return text if self.style < 4 else f" {text} "

    def day(self) -> date:
        """Draw a day of the year."""
        month, day = self.rng.choice(DAYS)
        is_leap = self.year % 4 == 0
        return date(self.year, month, 28 if (month, day) == (2, 29) and not is_leap else day)

    def delivery(self, received: date) -> Row:
        """Write which delivery the record came with."""
        mess = self.palette.mess
        delivered_on = _rarely(
            self.rng,
            self.dated(date(received.year + 1, 3, 1)),
            self.dated(date(received.year + 2, 3, 1)),
            self.dated(received),
            self.dated(received - timedelta(days=1)),
            "",
            "32-01-2020",
            one_in=mess,
        )
        name = _rarely(self.rng, str(received.year), "", " 2020", "Synthetic-2020", one_in=2 * mess)
        return {"delivery_id": name, "delivered_on": delivered_on}

    def received(self, day: date) -> str:
        """Write the day of receipt."""
        return _rarely(
            self.rng,
            self.dated(day),
            *("", "onbekend", "2018-13-01", "1999-12-31", "31-02-2018", "2018-5-1", "2018/05/01"),
            one_in=2 * self.palette.mess,
        )

    def birth(self, received: date) -> str:
        """Write a birth date: around a birthday, a year only, nothing, or nonsense."""
        choice = self.rng.randrange(6)
        age = self.rng.choice(AGES)
        if choice == 0:
            return str(received.year - age)
        if choice == 1:
            return ""
        if choice == 2 and self.style > 1:
            return self.rng.choice(
                (
                    "unknown",
                    "1850",
                    "1990-00-10",
                    "30-02-1990",
                    "2001-6-5",
                    "2030-01-01",
                    "19900101",
                )
            )
        birthday = date(received.year - age, received.month, min(received.day, 28))
        return self.dated(birthday + timedelta(days=self.rng.choice((0, 1, -1, 2))))

    def attributes(self, received: date) -> Row:
        """Write what is said about the person."""
        ages = [str(age) for age in AGES] + [""] * len(AGES)
        if self.style > 1:
            ages += ["x", "17.5", " 22 ", "017", "+18", "1e1"]
        return {
            "birth_date": self.birth(received),
            "reported_age": self.rng.choice(ages),
            "gender": self.one_code("gender"),
            **{field: self.some_codes(ATTRIBUTES[field]) for field in SEVERAL},
        }


def _notification(writer: Writer, reporter: str) -> tuple[Row, str]:
    """Draw a notification without its ids; return it with the name of a shared notification."""
    rng, mess = writer.rng, writer.palette.mess
    received = writer.day()
    shared = rng.choice(("", "", "s0", "s1"))
    version = rng.choice(("1", "2", "3", " 2 ")) if shared else "1"
    status = _rarely(rng, "active", "withdrawn", one_in=8)
    return writer.delivery(received) | {
        "version": _rarely(
            rng,
            version,
            "",
            "0",
            "-1",
            "x",
            "02",
            "1.0",
            "10",
            "+1",
            "20190501120000",
            one_in=2 * mess,
        ),
        "status": _rarely(rng, writer.own("status", status), "", one_in=3 * mess),
        "received_on": writer.received(received),
        "reporter": _rarely(rng, writer.own("reporter", reporter), "", one_in=3 * mess),
        "reporting_unit": (
            writer.one_code("police_unit") if reporter == "POL" else rng.choice(("", "Desk 3"))
        ),
        **writer.attributes(received),
        "consent": writer.own("consent", _rarely(rng, "yes", "", "no", "unknown", one_in=4)),
        "om_b8_letter": writer.own("om_b8_letter", _rarely(rng, "", "yes", "yes", "no", one_in=10)),
        "cooperates": writer.own("cooperates", rng.choice(("", "yes", "no", "unknown"))),
    }, shared


def _emm_record(writer: Writer) -> Row:
    """Draw an EMM record without its ids."""
    received = writer.day()
    return writer.delivery(received) | {
        "registered_on": writer.received(received),
        **writer.attributes(received),
    }


def _ids(rng: random.Random, number: int, mess: int, person: int, shared: str) -> Row:
    """Give a record its ids: unique ones, but for the mess."""
    name = f"p{person}"
    notification = f"{shared}-{person}" if shared else f"n{number:02}"
    return {
        "record_id": _rarely(rng, f"r{number:02}", "r00", f"R{number:02} ", "", one_in=2 * mess),
        "person_pseudonym": _rarely(rng, name, "", name.upper(), f" {name} ", one_in=2 * mess),
        "notification_id": _rarely(
            rng, notification, "", "s0-0", f"{notification} ", one_in=2 * mess
        ),
    }


def _repeated(rng: random.Random, row: Row) -> Row:
    """Deliver a record a second time: as it was, written otherwise, or with other content."""
    column = rng.choice(("gender", "person_pseudonym", "birth_date", "delivery_id"))
    return rng.choice(
        (dict(row), row | {"gender": f" {row['gender'].lower()} "}, row | {column: ""})
    )


def _once_more(rng: random.Random, row: Row, number: int) -> Row:
    """Notify the same person on the same day again, with something else about the person."""
    if "registered_on" in row:
        ids = {"record_id": f"r{number:02}"}
    else:
        # The new id begins with the old one, and goes on below or above its end.
        after = rng.choice(("-1", ".a", " b", "0", "x"))
        ids = {"record_id": f"r{number:02}", "notification_id": row["notification_id"] + after}
    changed = rng.choice(
        (
            {"gender": rng.choice(("M", "V"))},
            {"nationalities": rng.choice(("NLD", "XXA", "BGR"))},
            {"birth_date": rng.choice(("1985", "2001-05-25", ""))},
            {"exploitation_forms": rng.choice(("SU", "AU", "CU|SU"))},
            {"reporting_unit": rng.choice(("PE07", "PE11", "ONB"))},
        )
    )
    # Only codes that mean the same to everyone in every year.
    return row | ids | changed


def make_register(
    rng: random.Random, size: int, lists: Lists, spellings: Spellings, *, unknown_code: bool = False
) -> Register:
    """Make a register of `size` records.

    Args:
        rng: where everything is drawn from.
        size: number of records.
        lists: the reference lists, for the code system of each reporter.
        spellings: what each system can write.
        unknown_code: put a code into one record that no crosswalk knows.
    """
    systems = dict(lists["ref_reporters"].select("reporter_code", "code_system").iter_rows())
    palette = Palette.of(rng)
    rows: list[Row] = []
    while len(rows) < size:
        shared = ""
        if rng.randrange(8):
            reporter = rng.choice(palette.reporters)
            writer = Writer.of(rng, spellings, palette, systems[reporter])
            row, shared = _notification(writer, reporter)
        else:
            writer = Writer.of(rng, spellings, palette, systems["EMM"])
            row = _emm_record(writer)
        person = rng.randrange(palette.persons)
        mixed = rng.choice(palette.mixed)
        for other in range(rng.choice(palette.people)):
            ids = _ids(rng, len(rows), palette.mess, person + other, shared)
            said = {mixed: writer.some_codes(ATTRIBUTES[mixed])} if mixed else {}
            rows.append(row | ids | said | _rarely(rng, {}, *FORGOTTEN, one_in=4))
        if rng.randrange(2 * palette.mess) == 0:
            rows.append(_repeated(rng, rows[-1]))
        if rng.randrange(4) == 0:
            rows.append(_once_more(rng, rows[-1], len(rows)))
    rows = rows[:size]
    rng.shuffle(rows)
    if unknown_code:
        fields = ("gender", "nationalities", "labour_sectors", "exploitation_forms")
        rng.choice(rows)[rng.choice(fields)] = "?9"
    if rng.randrange(3) == 0:
        rows = [row | {"delivery_id": _synthetic(row["delivery_id"])} for row in rows]
    return Register.of(
        [row for row in rows if "received_on" in row],
        [row for row in rows if "registered_on" in row],
    )


def _synthetic(name: str) -> str:
    return f"Synthetic {name}" if name.strip() else name


def registers(
    lists: Lists, spellings: Spellings, *, most: int = 60, unknown_code: bool = False
) -> st.SearchStrategy[Register]:
    """Draw registers of 1 to `most` records; the arguments are those of `make_register`."""
    return st.builds(
        make_register,
        # A generator of its own, seeded by Hypothesis: the same seed gives the same register.
        rng=st.randoms(use_true_random=True),
        size=st.integers(1, most),
        lists=st.just(lists),
        spellings=st.just(spellings),
        unknown_code=st.just(unknown_code),
    )


def smallest(register: Register, fails: Callable[[Register], bool]) -> Register:
    """Leave out records, then fields, as long as the register still fails.

    Args:
        register: a register that fails.
        fails: says whether a register fails; it is asked a few hundred times at most.
    """
    tables = [register.notifications.rows(named=True), register.emm_records.rows(named=True)]

    def still_fails(changed: list[list[Row]]) -> bool:
        return fails(Register.of(*changed))

    for table in (0, 1):
        step = max(len(tables[table]) // 2, 1)
        while tables[table] and step:
            start = 0
            while start < len(tables[table]):
                fewer = list(tables)
                fewer[table] = tables[table][:start] + tables[table][start + step :]
                if still_fails(fewer):
                    tables = fewer
                else:
                    start += step
            step //= 2
    for table in (0, 1):
        for number, row in enumerate(tables[table]):
            for field in [name for name, value in row.items() if value]:
                emptied = [list(rows) for rows in tables]
                emptied[table][number] = tables[table][number] | {field: ""}
                if still_fails(emptied):
                    tables = emptied
    return Register.of(*tables)


def described(register: Register) -> str:
    """Return the records of a register, one a line, without what is empty."""
    lines = []
    for name, table, columns in (
        ("notifications", register.notifications, NOTIFICATION_COLUMNS),
        ("emm_records", register.emm_records, EMM_COLUMNS),
    ):
        for row in table.select(pl.col(columns)).iter_rows(named=True):
            filled = ", ".join(f"{column}={value!r}" for column, value in row.items() if value)
            lines.append(f"{name}: {filled}")
    return "\n".join(lines)
