"""What the notes about one victim say, so that the rules lead back to the calibrated value."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from . import domain as d
from .draw import Victim
from .sectors import ORDER as SECTOR_ORDER
from .writing import CONSENT_FROM, NEEDS_CONSENT, PRIORITY, Note, shift


def birth_window(first: date, age: int) -> tuple[date, date]:
    """First and last birth date with which somebody has this age on the day."""
    return shift(first, age + 1) + timedelta(days=1), shift(first, age)


def random_day(rng: random.Random, low: date, high: date) -> date:
    """A day between the two, both included."""
    return low + timedelta(days=rng.randrange((high - low).days + 1))


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
