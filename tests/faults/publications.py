"""Kills publications at random moments, and lets readers read while others are published."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Final

import duckdb

from slachtoffermonitor.files import digest
from slachtoffermonitor.project import DATABASE_VARIABLE
from slachtoffermonitor.publication import events, folder
from slachtoffermonitor.publication.check import check
from tests.faults.harness import LONGEST, ROOT, Outcome, build
from tests.faults.readers import Read, Reading

PUBLISH: Final = (sys.executable, "-P", "-m", "slachtoffermonitor", "publish")
QUESTION: Final = """
    select
        publication.publication,
        (select bit_xor(hash(cells)) from marts.published_cells as cells),
        (select bit_xor(hash(victims)) from marts.fct_victim_years as victims)
    from main.publication as publication
"""
"""The number of a publication, its figures and its victims in two more: each has one answer."""

Answer = tuple[int, ...]


def publish(
    database: Path, target: Path, audience: str, kill_after: float | None = None
) -> tuple[int, str]:
    """Publish, and perhaps be killed; return the exit code and what was said.

    Args:
        database: the warehouse.
        target: the folder with the publications.
        audience: who it is for.
        kill_after: seconds after which the whole group of processes is killed.
    """
    settings = {DATABASE_VARIABLE: str(database), folder.VARIABLE: str(target)}
    process = subprocess.Popen(
        (*PUBLISH, "--audience", audience),
        cwd=ROOT,
        env=os.environ | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        said, _ = process.communicate(timeout=kill_after or LONGEST)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        said, _ = process.communicate()
    return process.returncode, said


def kill_publications(
    database: Path, target: Path, audience: str, number: int, seed: int = 1
) -> Iterator[Outcome]:
    """Kill publications at random moments; give what came of each, and of the one after all.

    After each, every publication of the journal must be whole, and the link must lead to the one of
    before or to a new one that is in the journal.

    Args:
        database: the warehouse, which has been published to the folder.
        target: the folder with the publications.
        audience: who they are for.
        number: how many are killed.
        seed: of the moments.
    """
    began = time.monotonic()
    code, said = publish(database, target, audience)
    duration = time.monotonic() - began
    yield Outcome("a publication before", code, said, tuple(_wrong(target)))
    moments = random.Random(seed)  # noqa: S311 - any moments will do, the same each time
    for share in sorted(moments.random() for _ in range(number)):
        before = (target / folder.CURRENT).resolve()
        bytes_before = digest(before)
        code, said = publish(database, target, audience, max(0.1, share * duration))
        problems = _wrong(target)
        if digest(before) != bytes_before:
            problems.append("the present publication is another one")
        if "Traceback" in said:
            problems.append("it ends in a stack trace")
        yield Outcome(f"a publication killed at {share:.0%}", code, said, tuple(problems))
    code, said = publish(database, target, audience)
    problems = _wrong(target)
    known = events.publications(events.read(target))
    numbered = {path.name for path in folder.all_of(target)}
    if code or numbered != {f"{number:04}" for number in known}:
        problems.append("something is left of them")
    yield Outcome("the publication after all of them", code, said, tuple(problems))


def _wrong(target: Path) -> list[str]:
    """Return what is wrong with the publications in a folder."""
    known = events.publications(events.read(target))
    problems = [
        f"publication {number}: {sentence}"
        for number, one in known.items()
        for sentence in check(folder.numbered(target, number), one.published.manifest_sha256)
    ]
    current = folder.current_of(target)
    if current is None or int(current.name) not in known:
        problems.append("the link leads to no publication of the journal")
    return problems


def read_during_publications(
    databases: list[Path],
    target: Path,
    audience: str,
    *,
    readers: int,
    publications: int,
    registers: Sequence[Path] = (),
    pause: float = 0.05,
) -> Reading:
    """Publish warehouses in turn while readers ask the present publication.

    Half of the readers open it for every question, as a script does. The others keep it open.

    Args:
        databases: two or more warehouses, so that the answers differ; the last is published.
        target: the folder with the publications.
        audience: who they are for.
        readers: how many processes.
        publications: how many are made.
        registers: what each of the warehouses is built anew from before it is published; they stay
            as they are without.
        pause: seconds between two questions of a reader; short ones leave a build no processor.
    """
    context = multiprocessing.get_context("spawn")
    done = context.Event()
    found: Queue[list[Read]] = context.Queue()
    link = target / folder.CURRENT
    processes = [
        context.Process(target=_ask, args=(link, number % 2 == 0, done, found, pause))
        for number in range(readers)
    ]
    right = {_answer(link)}
    failed = 0
    for process in processes:
        process.start()
    for number in range(publications):
        turn = number % len(databases)
        code, _ = build(databases[turn], registers[turn]) if registers else (0, "")
        code = code or publish(databases[turn], target, audience)[0]
        failed += code != 0
        right.add(_answer(link))
    done.set()
    reads = tuple(read for _ in processes for read in found.get())
    for process in processes:
        process.join()
    return Reading(publications - failed, failed, reads, frozenset(right))


def _answer(link: Path) -> Answer:
    with duckdb.connect(str(link), read_only=True) as connection:
        return connection.execute(QUESTION).fetchall()[0]


def _ask(
    link: Path, keeps_it_open: bool, done: Event, found: Queue[list[Read]], pause: float
) -> None:
    """Ask until all is done."""
    reads = []
    kept = duckdb.connect(str(link), read_only=True) if keeps_it_open else None
    while not done.is_set():
        began = time.monotonic()
        try:
            answer: Answer | None = kept.execute(QUESTION).fetchall()[0] if kept else _answer(link)
            error = ""
        except (duckdb.Error, OSError) as failure:
            answer, error = None, type(failure).__name__
        reads.append(Read(time.monotonic() - began, answer, error))
        done.wait(pause)
    found.put(reads)
