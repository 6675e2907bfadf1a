"""Tries every change, two at a time, and says for each who saw it."""

from __future__ import annotations

import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from .operators import Mutant, mutants_of
from .seeds import seed_mutants
from .workshop import ROOT

if TYPE_CHECKING:
    from .opinion import Opinion
    from .replay import Replay

RULE_FILES: Final = (
    "models/staging/**/*.sql",
    "models/intermediate/**/*.sql",
    "models/cells/*.sql",
    "models/marts/**/*.sql",
    "models/audit/records/*.sql",
    "models/audit/rulings/*.sql",
    "macros/values/*.sql",
    "macros/exhibit.sql",
)
"""The files that hold rules."""

KINDS: Final = ("unit test", "data test", "reconciliation", "build", "second opinion")
"""Who can see a change, in the order in which they are asked."""


@dataclass(frozen=True)
class Result:
    """What became of one mutant.

    Attributes:
        mutant: the change.
        kind: one of `KINDS`, or `stillborn` (no SQL any more), or `survived`.
        test: the name of the test that saw it, in alphabetical order the first.
        more: number of other tests of the same kind that saw it.
        altered: models that came out otherwise for the shipped register, if no unit test saw it.
    """

    mutant: Mutant
    kind: str
    test: str = ""
    more: int = 0
    altered: tuple[str, ...] = ()

    @property
    def is_killed(self) -> bool:
        """Whether a test saw it."""
        return self.kind in KINDS


def all_mutants(root: Path = ROOT) -> list[Mutant]:
    """Make every mutant, always in the same order."""
    files = sorted({file for pattern in RULE_FILES for file in root.glob(pattern)})
    mutants: list[Mutant] = []
    for file in files:
        path = file.relative_to(root).as_posix()
        mutants += mutants_of(file.stem, path, file.read_text(encoding="utf-8"))
    return [*mutants, *seed_mutants(root)]


class Judge:
    """Asks the tests about one mutant after another."""

    def __init__(self, directory: Path, database: Path | None) -> None:
        """Set up a workshop of its own; see `Workshop`."""
        from .workshop import Workshop

        self._workshop = Workshop(directory, database)
        self._untouched = directory / "untouched.duckdb"
        shutil.copy(self._workshop.database, self._untouched)
        self._replay: Replay | None = None
        self._opinion: Opinion | None = None

    @property
    def red(self) -> list[str]:
        """The tests that fail without any change, as far as they were asked."""
        found = sorted(self._workshop.red)
        if self._replay:
            found += self._replay.red_tests()
        if self._opinion and self._opinion.red:
            found.append(f"the second opinion on {self._opinion.red} registers")
        return found

    def _dear(self) -> tuple[Replay, Opinion]:
        """Set up what only mutants need that no unit test sees."""
        from .opinion import Opinion
        from .replay import Replay

        if self._replay is None or self._opinion is None:
            compiled = self._workshop.compiled()
            seeds = {
                key: node
                for key, node in self._workshop.manifest.nodes.items()
                if node.resource_type == "seed"
            }
            self._replay = Replay(compiled, seeds, self._untouched)
            self._opinion = Opinion(compiled, seeds, self._untouched)
        return self._replay, self._opinion

    def judge(self, mutant: Mutant) -> Result:
        """Ask the unit tests, then the data tests on the shipped register, then the opinion."""
        outcomes = self._workshop.run_tests(mutant)
        failed = sorted(outcome.test for outcome in outcomes if outcome.status == "fail")
        if failed:
            unit = [name for name in failed if name in self._workshop.unit_tests]
            kind = "unit test" if unit else "data test"
            return Result(mutant, kind, (unit or failed)[0], len(unit or failed) - 1)
        errors = sorted(outcome.test for outcome in outcomes if outcome.status == "error")
        replay, opinion = self._dear()
        changed = self._workshop.compile_changed(mutant)
        changed_seed = None
        if mutant.path.startswith("seeds/"):
            changed_seed = replay.seed_select(mutant.name, mutant.content)
        if not changed and not changed_seed:
            return Result(mutant, "stillborn")
        verdict = replay.examine(changed, changed_seed)
        if verdict.kind == "stillborn":
            return Result(mutant, "stillborn", altered=verdict.altered)
        if errors:
            return Result(mutant, "unit test", errors[0], len(errors) - 1)
        if verdict.kind == "survived":
            test = opinion.examine(changed, changed_seed)
            if test:
                return Result(mutant, "second opinion", test, altered=verdict.altered)
        return Result(mutant, verdict.kind, verdict.test, altered=verdict.altered)


_judge: Judge | None = None


def _start(directory: Path, database: Path | None) -> None:
    global _judge  # noqa: PLW0603
    work = directory / f"worker-{os.getpid()}"
    work.mkdir(parents=True)
    _judge = Judge(work, database)


def _build(directory: Path) -> Path:
    from .workshop import Workshop

    return Workshop(directory / "build").database


def _ask(mutant: Mutant) -> tuple[Result, list[str]]:
    assert _judge is not None
    return _judge.judge(mutant), _judge.red


def results(
    mutants: Sequence[Mutant],
    directory: Path,
    database: Path | None,
    processes: int,
    progress: Callable[[Result], Any] | None = None,
) -> tuple[list[Result], list[str]]:
    """Judge mutants, in their order.

    Returns:
        the results, and the data tests that fail without any change.
    """
    found: list[Result] = []
    red: set[str] = set()
    for result, tests in _stream(mutants, directory, database, processes):
        found.append(result)
        red.update(tests)
        if progress:
            progress(result)
    return found, sorted(red)


def _stream(
    mutants: Sequence[Mutant], directory: Path, database: Path | None, processes: int
) -> Iterator[tuple[Result, list[str]]]:
    if processes == 1:
        _start(directory, database)
        yield from map(_ask, mutants)
        return
    context = multiprocessing.get_context("spawn")
    if database is None:
        with ProcessPoolExecutor(1, context) as pool:
            database = pool.submit(_build, directory).result()
    with ProcessPoolExecutor(processes, context, _start, (directory, database)) as pool:
        yield from pool.map(_ask, mutants)
