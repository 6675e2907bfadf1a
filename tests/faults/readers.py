"""Lets readers ask a warehouse for its figures while builds replace it; counts what they get."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Final

import duckdb
import numpy as np

from tests.faults.harness import build

QUESTION: Final = """
    select
        (select bit_xor(hash(cells)) from marts.published_cells as cells),
        (select bit_xor(hash(fates)) from audit.aud_record_fate as fates),
        (select bit_xor(hash(verdicts)) from audit.aud_reconciliation as verdicts)
"""
"""All figures, fates and verdicts in three numbers: one warehouse gives one answer."""

Answer = tuple[int, ...]


@dataclass(frozen=True)
class Read:
    """One question of one reader.

    Attributes:
        seconds: from asking to the answer, opening the file included where it was opened.
        answer: None where there was none.
        error: kind of the error; empty without one.
    """

    seconds: float
    answer: Answer | None
    error: str


@dataclass(frozen=True)
class Reading:
    """What readers got during builds.

    Attributes:
        builds: how many ended well while they read.
        failed_builds: how many did not.
        reads: every question of every reader.
        right: the answers of the warehouses that stood in the place, one after the other.
    """

    builds: int
    failed_builds: int
    reads: tuple[Read, ...]
    right: frozenset[Answer]

    @property
    def errors(self) -> int:
        """Questions that ended in an error."""
        return sum(bool(read.error) for read in self.reads)

    @property
    def wrong(self) -> int:
        """Answers that no whole warehouse gives."""
        return sum(read.answer not in self.right for read in self.reads if not read.error)

    def latency(self, share: float) -> float:
        """Return the seconds within which this share of the questions was answered."""
        return float(np.quantile([read.seconds for read in self.reads], share))


def read_during_builds(
    database: Path, registers: list[Path], *, readers: int, seconds: float
) -> Reading:
    """Build the registers in turn while readers ask; end after the build that is going on then.

    Half of the readers open the file for every question, as a script does. The others keep it open,
    as a BI tool does, and go on getting the warehouse that they opened.

    Args:
        database: a warehouse of the last of the registers.
        registers: two or more, so that the answers differ.
        readers: how many processes.
        seconds: after which no further build begins.
    """
    context = multiprocessing.get_context("spawn")
    done = context.Event()
    found: Queue[list[Read]] = context.Queue()
    processes = [
        context.Process(target=_ask, args=(database, number % 2 == 0, done, found))
        for number in range(readers)
    ]
    right = {_answer(database)}
    outcomes: list[int] = []
    for process in processes:
        process.start()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        code, _ = build(database, registers[len(outcomes) % len(registers)])
        outcomes.append(code)
        right.add(_answer(database))
    done.set()
    reads = tuple(read for _ in processes for read in found.get())
    for process in processes:
        process.join()
    failed = sum(code != 0 for code in outcomes)
    return Reading(len(outcomes) - failed, failed, reads, frozenset(right))


def _answer(database: Path) -> Answer:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(QUESTION).fetchall()[0]


def _ask(database: Path, keeps_it_open: bool, done: Event, found: Queue[list[Read]]) -> None:
    """Ask until all is done."""
    reads = []
    ask = _asked_of_one_connection(database) if keeps_it_open else _asked_anew(database)
    while not done.is_set():
        began = time.monotonic()
        try:
            answer, error = next(ask), ""
        except (duckdb.Error, OSError, StopIteration) as failure:
            answer, error = None, type(failure).__name__
        reads.append(Read(time.monotonic() - began, answer, error))
        done.wait(0.05)
    found.put(reads)


def _asked_anew(database: Path) -> Iterator[Answer]:
    while True:
        yield _answer(database)


def _asked_of_one_connection(database: Path) -> Iterator[Answer]:
    with duckdb.connect(str(database), read_only=True) as connection:
        while True:
            yield connection.execute(QUESTION).fetchall()[0]
