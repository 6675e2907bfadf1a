"""Spoils deliveries as the catalogue says, and compares what comes of them with it."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.bad_input.cases import Case, numbers
from tests.bad_input.delivery import Delivery
from tests.bad_input.registers import PERSON, REGISTERS
from tests.bad_input.warehouse import Outcome, Runner
from tests.second_opinion.lists import ROOT
from tests.second_opinion.warehouse import Project


class Examiner:
    """Looks at deliveries that were made of one sound register."""

    def __init__(self, project: Project, register: str, directory: Path) -> None:
        """Plan the models; every delivery is written below `directory`."""
        self._directory = directory
        self._register = register
        self._number = 0
        sound = Delivery.make(directory / f"sound {register}", register).directory
        self._runner = Runner(project, sound)
        self.sound = self._runner.look_at(sound)
        self._runner.keep_as_sound(self.sound)

    def examine(self, case: Case, *, to_the_end: bool = False) -> Outcome:
        """Spoil the register, and return what came of it.

        Args:
            case: how it is spoiled.
            to_the_end: whether records are counted although expectations on arrival fail.
        """
        self._number += 1
        directory = self._directory / f"{self._number} {case.case}"
        delivery = Delivery.make(directory, self._register)
        case.spoil(delivery)
        # A register that is too small to be judged by shares gives little to judge before release.
        release = self._register == "large"
        with delivery.patches:
            outcome = self._runner.look_at(
                delivery.directory,
                release=release,
                codes=bool(case.words),
                to_the_end=to_the_end,
            )
        outcome.personal = list(personal_values(outcome.said, delivery.directory))
        return outcome

    def judge(self, case: Case, database: Path) -> tuple[str, ...]:
        """Return all expectations of both stages that fail, and write the warehouse to a file."""
        self.examine(case, to_the_end=True)
        return self._runner.judge_all(database)


@cache
def _births() -> frozenset[str]:
    """Return the full birth dates of both registers."""
    rows = [row for make in REGISTERS.values() for table in make() for row in table]
    return frozenset(row["birth_date"] for row in rows if len(row["birth_date"]) > 4)


def personal_values(said: list[str], directory: Path) -> Iterator[str]:
    """Return what is said that nobody may say: pseudonyms, birth dates, lines of a file."""
    pseudonyms = set(_pseudonyms(directory)) if said else set()
    for text in said:
        words = set(re.findall(r"[\w.,' -]+", text)) | set(text.split("'"))
        dates = set(re.findall(r"\d{4}-\d\d-\d\d", text))
        has_line = any(line.count(",") > 15 for line in text.split("\n"))
        if PERSON in text.lower() or has_line or words & pseudonyms or dates & _births():
            yield text


def _pseudonyms(directory: Path) -> Iterator[str]:
    """Return the pseudonyms of the spoiled files, where these can be read."""
    if not directory.is_dir():
        return
    for file in directory.glob("*.csv"):
        if file.is_file():
            with file.open(encoding="utf-8", errors="replace", newline="") as stream:
                for row in csv.DictReader(line.replace("\0", "") for line in stream):
                    yield str(row.get("person_pseudonym") or "")


def difference(counts: Counter[str], sound: Counter[str]) -> Counter[str]:
    """Return the differences that are not nought."""
    names = {*counts, *sound}
    changes = {name: counts[name] - sound[name] for name in names}
    return Counter({name: number for name, number in changes.items() if number})


def outcome_of(outcome: Outcome, sound: Outcome) -> str:
    """Return the kind of outcome, as the catalogue calls it."""
    if outcome.problems or (outcome.stop and not outcome.guards):
        return "error"
    if outcome.guards:
        return "guard"
    if outcome.rejected:
        return "rejection"
    changed = outcome.exhibits or outcome.fates != sound.fates or outcome.logged != sound.logged
    return "effect" if changed else "nothing"


@cache
def _exhibit_count() -> int:
    with (ROOT / "seeds/reference/ref_exhibits.csv").open(encoding="utf-8", newline="") as stream:
        return sum(1 for _ in csv.DictReader(stream))


def exhibits_of(outcome: Outcome) -> str:
    """Return the exhibits that changed, as the catalogue writes them."""
    return (
        "all" if len(outcome.exhibits) == _exhibit_count() else " ".join(sorted(outcome.exhibits))
    )


def disagreements(case: Case, outcome: Outcome, sound: Outcome) -> list[str]:
    """Return in which points an outcome is not the one that the catalogue states."""
    said = [str(problem) for problem in outcome.problems] or outcome.stop.split("\n")
    words = case.words.split(" / ") if case.words else []
    fates = difference(outcome.fates, sound.fates) if outcome.is_counted else Counter()
    fates.pop("rejected", None)
    logged = difference(outcome.logged, sound.logged) if outcome.is_counted else Counter()
    found = {
        "outcome": (case.outcome, outcome_of(outcome, sound)),
        "rejected": (numbers(case.rejected), outcome.rejected),
        "fates": (numbers(case.fates), fates),
        "logged": (numbers(case.logged), logged),
        "exhibits": (case.exhibits, exhibits_of(outcome)),
        "guards": (case.guards.split(), list(outcome.guards)),
    }
    wrong = [
        f"{name}: the catalogue says {expected}, but {actual} came of it"
        for name, (expected, actual) in found.items()
        if expected != actual
    ]
    wrong += [f"nothing says '{text}'" for text in words if not any(text in line for line in said)]
    if outcome.problems:
        wrong += [f"also: {line}" for line in said if not any(text in line for text in words)]
        if not any(problem.where.endswith(case.where) for problem in outcome.problems):
            wrong.append(f"'{case.where}' is not where it is said to be: {said}")
    elif outcome.stop and not words:
        wrong.append(f"it stops: {outcome.stop}")
    return wrong
