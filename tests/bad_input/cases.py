"""Reads the catalogue: one row for each way to spoil a delivery, and what must come of it."""

from __future__ import annotations

import csv
import shlex
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from tests.bad_input.delivery import Delivery
from tests.bad_input.spoilers import SPOILERS

CATALOGUE: Final = Path(__file__).with_name("catalogue.csv")


@dataclass(frozen=True)
class Case:
    """A way to spoil a delivery, and what must come of it: a row of the catalogue.

    Attributes:
        case: names it.
        kind: what is spoiled: file, encoding, structure, values, cross-row, cross-file, volume.
        spoiled: what is wrong, in a sentence.
        register: the sound register that is spoiled.
        spoiler: name of the spoiler and its arguments.
        outcome: `error`, `guard`, `rejection`, `effect` or `nothing`.
        where: what the message names: a file, with its line.
        words: words of the message, separated by ` / `.
        rejected: `reason=number` of rejected records.
        fates: `fate=difference` against the sound register, the rejected left out.
        logged: `issue=difference` of values that are taken as unknown, and of conflicts.
        exhibits: exhibits that change; `all` for all.
        guards: expectations that fail.
        what_happens: the outcome in a sentence.
    """

    case: str
    kind: str
    spoiled: str
    register: str
    spoiler: str
    outcome: str
    where: str
    words: str
    rejected: str
    fates: str
    logged: str
    exhibits: str
    guards: str
    what_happens: str

    def spoil(self, delivery: Delivery) -> None:
        """Spoil a sound delivery."""
        name, *arguments = _split(self.spoiler)
        pairs = (argument.partition("=") for argument in arguments)
        SPOILERS[name](delivery, **{key: value for key, _, value in pairs})


def _split(text: str) -> list[str]:
    """Split as a shell does; a backslash begins an escape of Python instead."""
    words = shlex.shlex(text, posix=True)
    words.whitespace_split, words.escape, words.commenters = True, "", ""
    return [word.encode("latin-1", "backslashreplace").decode("unicode_escape") for word in words]


def numbers(text: str) -> Counter[str]:
    """Read `name=number name=number`."""
    pairs = (word.partition("=") for word in text.split())
    return Counter({name: int(number) for name, _, number in pairs})


@cache
def cases() -> tuple[Case, ...]:
    """Return the catalogue."""
    with CATALOGUE.open(encoding="utf-8", newline="") as stream:
        return tuple(Case(**row) for row in csv.DictReader(stream))
