"""Tries every change, two at a time, and says for each who saw it."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from .operators import Mutant, mutants_of
from .seeds import seed_mutants

if TYPE_CHECKING:
    from .opinion import Opinion
    from .replay import Trial
    from .workshop import UnitCase

ROOT: Final = Path(__file__).resolve().parents[2]

RULE_FILES: Final = (
    "models/staging/**/*.sql",
    "models/intermediate/**/*.sql",
    "models/marts/star/*.sql",
    "models/marts/exhibits/*.sql",
    "models/audit/records/*.sql",
    "models/audit/rulings/*.sql",
    "macros/values/*.sql",
    "macros/exhibits/exhibit.sql",
)
"""The files that hold rules: what only brings cells, members or claims together holds none."""

BATCH: Final = 24
"""So many mutants of a file are compiled at a time."""

GROUPS: Final = (48, 12, 4, 4, 1, 1, 1, 1)
"""So many random registers are put together to one: large ones for speed, small ones for ties."""

KINDS: Final = ("unit test", "second opinion", "build", "data test", "reconciliation")
"""Who can see a change, in the order in which they are asked."""


@dataclass(frozen=True)
class Result:
    """What became of one mutant.

    Attributes:
        mutant: the change.
        kind: one of `KINDS`, or `stillborn` (no SQL any more), or `survived`.
        test: the name of the first test that saw it.
        altered: models that came out otherwise for the shipped register, if no unit test saw it.
    """

    mutant: Mutant
    kind: str
    test: str = ""
    altered: tuple[str, ...] = ()

    @property
    def is_killed(self) -> bool:
        """Whether a test saw it."""
        return self.kind in KINDS


def rule_files(root: Path = ROOT) -> list[Path]:
    """Return the files that hold rules."""
    return sorted({file for pattern in RULE_FILES for file in root.glob(pattern)})


def all_mutants(root: Path = ROOT) -> list[Mutant]:
    """Make every mutant, always in the same order."""
    mutants: list[Mutant] = []
    for file in rule_files(root):
        path = file.relative_to(root).as_posix()
        mutants += mutants_of(file.stem, path, file.read_text(encoding="utf-8"))
    return [*mutants, *seed_mutants(root)]


class Judge:
    """Asks the tests about the mutants of one file after another."""

    def __init__(self, directory: Path, database: Path | None) -> None:
        """Set up a workshop and a replay of its own; see `Workshop` and `Replay`."""
        from .replay import Replay
        from .workshop import Workshop

        self._workshop = Workshop(directory, database)
        self._untouched = directory / "untouched.duckdb"
        shutil.copy(self._workshop.database, self._untouched)
        self._compiled = self._workshop.compiled()
        self._seeds = {
            key: node
            for key, node in self._workshop.manifest.nodes.items()
            if node.resource_type == "seed"
        }
        self._replay = Replay(self._compiled, self._seeds, self._untouched)
        self._opinion: Opinion | None = None
        self._cases: dict[str, list[UnitCase]] = {}

    @property
    def red(self) -> list[str]:
        """The tests that fail without any change, as far as they were asked."""
        found = sorted(self._workshop.red) + self._replay.red_tests()
        if self._opinion and self._opinion.red:
            found.append(f"the second opinion on {self._opinion.red} registers")
        return found

    def judge(self, mutants: Sequence[Mutant]) -> list[Result]:
        """Judge mutants of one file."""
        cases = self._unit_cases(self._workshop.users(mutants[0].path))
        return [
            self._judge(mutant, trial, cases)
            for mutant, trial in zip(mutants, self._trials(mutants), strict=True)
        ]

    def _judge(self, mutant: Mutant, trial: Trial | None, cases: Sequence[UnitCase]) -> Result:
        """Ask the unit tests, then the second opinion, then the tests on the shipped register."""
        if trial is None:
            return Result(mutant, "stillborn")
        verdict = self._replay.ask_unit_tests(trial, cases)
        if verdict is None:
            if self._opinion is None:
                from .opinion import Opinion

                self._opinion = Opinion(self._compiled, self._seeds, self._untouched)
            verdict = self._opinion.examine(trial) or self._replay.examine(trial)
        return Result(mutant, verdict.kind, verdict.test, verdict.altered)

    def _trials(self, mutants: Sequence[Mutant]) -> list[Trial | None]:
        """Compile the mutants; None for what is no Jinja any more."""
        from .replay import Trial

        path = mutants[0].path
        if path.startswith("models/"):
            compiled = self._workshop.compile_models(mutants)
            key = self._workshop.models[mutants[0].name]
            return [
                Trial({key: compiled[mutant.key]}) if mutant.key in compiled else None
                for mutant in mutants
            ]
        if path.startswith("macros/"):
            return [self._macro_trial(mutant) for mutant in mutants]
        return [
            Trial({}, seed=self._replay.seed_select(mutant.name, mutant.content))
            for mutant in mutants
        ]

    def _macro_trial(self, mutant: Mutant) -> Trial | None:
        from .replay import Trial

        compiled = self._workshop.compile_users(mutant)
        models = {key: sql for key, sql in compiled.items() if key.startswith("model.")}
        answers = {key: sql for key, sql in compiled.items() if key.startswith("test.")}
        return Trial(models, answers) if compiled else None

    def _unit_cases(self, models: Sequence[str]) -> list[UnitCase]:
        """Return the unit tests of models; dbt has seen them pass."""
        new = [model for model in models if model not in self._cases]
        found = self._workshop.unit_cases(self._compiled, new)
        self._replay.learn(found)
        for model in new:
            key = self._workshop.models[model]
            self._cases[model] = [case for case in found if case.model == key]
        return sorted(
            (case for model in models for case in self._cases[model]), key=lambda case: case.name
        )


_judge: Judge | None = None


def _start(directory: Path, database: Path | None) -> None:
    global _judge  # noqa: PLW0603
    work = directory / f"worker-{os.getpid()}"
    work.mkdir(parents=True)
    _judge = Judge(work, database)


def _build(directory: Path) -> Path:
    from .workshop import Workshop

    return Workshop(directory / "build").database


def _ask(mutants: Sequence[Mutant]) -> tuple[list[Result], list[str]]:
    assert _judge is not None
    return _judge.judge(mutants), _judge.red


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
    for judged, tests in _stream(_batches(mutants), directory, database, processes):
        red.update(tests)
        for result in judged:
            found.append(result)
            if progress:
                progress(result)
    return found, sorted(red)


def _batches(mutants: Sequence[Mutant]) -> Iterator[list[Mutant]]:
    """Put mutants of one file together, up to `BATCH` of them."""
    for _, group in itertools.groupby(mutants, key=lambda mutant: mutant.path):
        of_file = list(group)
        for start in range(0, len(of_file), BATCH):
            yield of_file[start : start + BATCH]


def _stream(
    batches: Iterable[list[Mutant]], directory: Path, database: Path | None, processes: int
) -> Iterator[tuple[list[Result], list[str]]]:
    if processes == 1:
        _start(directory, database)
        yield from map(_ask, batches)
        return
    context = multiprocessing.get_context("spawn")
    if database is None:
        with ProcessPoolExecutor(1, context) as pool:
            database = pool.submit(_build, directory).result()
    with ProcessPoolExecutor(processes, context, _start, (directory, database)) as pool:
        yield from pool.map(_ask, batches)
