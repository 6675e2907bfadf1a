"""From victim-years to a raw register that is as messy as a real one.

Every victim-year becomes one or more notification records; what the records say is arranged so
that the rules (highest version, known before unknown, order of reporters, union of forms, EMM only
where nothing else is known) lead back to the calibrated value.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

from . import domain as d
from .draw import Victim
from .notes import (
    fill,
    first_day,
    first_notes,
    random_day,
    split_other_reporters,
    spread_second_mentions,
)
from .persons import come_back, link_persons
from .writing import CONSENT_FROM, EARLY, NEEDS_CONSENT, NOT_LATE_IN, Note, Part, Writer, copy


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
