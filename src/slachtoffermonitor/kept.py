"""What is kept of a register, where, and how long: one list for retention and for erasure.

A kind that is added to :data:`KINDS` is shown, removed when its time is over, and searched when a
person is erased.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from slachtoffermonitor import dbt_run, history
from slachtoffermonitor.feedback import folder as feedback
from slachtoffermonitor.files import remove
from slachtoffermonitor.guards.process import docs_folder
from slachtoffermonitor.project import ProjectError, workshop_path
from slachtoffermonitor.publication import folder as publications
from slachtoffermonitor.troubles import sentence

ERASURES_SUFFIX: Final = ".erasures.jsonl"


def erasures_file(database: Path) -> Path:
    """Return where it stands that persons were erased, without a word on who."""
    return database.with_name(database.name + ERASURES_SUFFIX)


@dataclass(frozen=True)
class Kind:
    """A kind of file that is kept.

    Attributes:
        code: its name in the setting, such as `failed_builds`.
        label: what it is, in words.
        has_persons: whether it may hold values of persons.
        days: so many days it is kept where the setting says nothing; none is until the next build.
        places: gives its files and folders for a warehouse.
        has_setting: whether a setting may say otherwise.
    """

    code: str
    label: str
    has_persons: bool
    days: int | None
    places: Callable[[Path], list[Path]]
    has_setting: bool = True

    @property
    def variable(self) -> str:
        """The setting that says how many days it is kept."""
        return f"SLACHTOFFERMONITOR_KEEP_{self.code.upper()}_DAYS"

    def keep_days(self) -> int | None:
        """Return how many days it is kept.

        Raises:
            ProjectError: the setting is no number of days.
        """
        text = os.environ.get(self.variable)
        if not text or not self.has_setting:
            return self.days
        if not text.isdecimal():
            raise ProjectError(
                f"{self.variable} is '{text}'; write a whole number of days, such as 30."
            )
        return int(text)


def _warehouse(database: Path) -> list[Path]:
    return [database, database.with_name(f"{database.name}.wal")]


def _failed(database: Path) -> list[Path]:
    workshop = workshop_path(database)
    names = ("", ".wal", ".tmp", ".spill")
    found = [workshop.with_name(workshop.name + name) for name in names]
    return found + [place / publications.NEW for place in publications.places(database)]


def _logs(database: Path) -> list[Path]:
    folder = workshop_path(database).parent
    return [dbt_run.log_of(workshop_path(database)), *(folder / name for name in dbt_run.MAY_QUOTE)]


def _publications(database: Path, *, are_current: bool) -> list[Path]:
    """Return the folders of the publications: the present ones, or all others."""
    found = []
    for place in publications.places(database):
        current = publications.current_of(place)
        found += [path for path in publications.all_of(place) if (path == current) == are_current]
    return found


def _journals(database: Path) -> list[Path]:
    names = (publications.JOURNAL, *publications.PAGES)
    return [
        publications.places_file(database),
        *(place / name for place in publications.places(database) for name in names),
    ]


KINDS: Final = (
    Kind("warehouse", "the warehouse", True, None, _warehouse),
    Kind("failed_builds", "what a build or a publication that stopped has left", True, 30, _failed),
    Kind("logs", "what dbt wrote about a build", True, 30, _logs),
    Kind(
        "data_docs",
        "pages about the expectations: numbers, and ids of records",
        True,
        365,
        lambda database: [docs_folder(workshop_path(database))],
    ),
    Kind(
        "feedback",
        "what reporters are told: ids of records, numbers",
        True,
        90,
        feedback.places,
    ),
    Kind(
        "publications",
        "earlier publications, with a row per victim",
        True,
        None,
        lambda database: _publications(database, are_current=False),
    ),
    Kind(
        "present_publication",
        "the present publication, with a row per victim",
        True,
        None,
        lambda database: _publications(database, are_current=True),
        has_setting=False,
    ),
    Kind(
        "journals",
        "what was published, and pages about it: numbers, and what the office wrote",
        False,
        None,
        _journals,
        has_setting=False,
    ),
    Kind(
        "history",
        "a line for every build: numbers and digests",
        False,
        None,
        lambda database: [history.history_file(database)],
    ),
    Kind(
        "erasures",
        "a line for every erasure: numbers",
        False,
        None,
        lambda database: [erasures_file(database)],
    ),
)
"""All that the commands keep. Deliveries and exports lie where their owner has put them."""


@dataclass(frozen=True)
class Kept:
    """Something that is there."""

    kind: Kind
    path: Path
    byte_count: int
    written_at: datetime

    def is_over(self, now: datetime) -> bool:
        """Say whether it has been kept for longer than it may."""
        days = self.kind.keep_days()
        return days is not None and now - self.written_at > timedelta(days=days)


def find(database: Path) -> list[Kept]:
    """Return what is kept of a warehouse's register.

    Raises:
        ProjectError: something cannot be looked at.
    """
    found = []
    for kind in KINDS:
        for path in kind.places(database):
            try:
                if not path.exists():
                    continue
                stats = [file.stat() for file in files_below(path)]
            except OSError as error:
                raise ProjectError(sentence(error, path)) from None
            newest = max((stat.st_mtime for stat in stats), default=path.stat().st_mtime)
            found.append(
                Kept(
                    kind,
                    path,
                    sum(stat.st_size for stat in stats),
                    datetime.fromtimestamp(newest).astimezone(),
                )
            )
    return found


def files_below(path: Path) -> Iterator[Path]:
    """Give a file itself, or the files of a folder and of those in it."""
    if path.is_file():
        yield path
    elif path.is_dir():
        yield from (file for file in sorted(path.rglob("*")) if file.is_file())


def enforce(database: Path, now: datetime) -> list[Kept]:
    """Remove what has been kept for longer than it may.

    Args:
        database: the warehouse.
        now: the time, with its zone.

    Returns:
        What was removed.

    Raises:
        ProjectError: a setting is no number of days, or something cannot be removed.
    """
    over = [kept for kept in find(database) if kept.is_over(now)]
    for kept in over:
        try:
            remove(kept.path)
        except OSError as error:
            raise ProjectError(sentence(error, kept.path)) from None
    return over
