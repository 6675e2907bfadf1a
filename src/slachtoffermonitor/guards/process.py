"""The guards as the build sees them: a process that gets ready while dbt works.

Great Expectations takes seven seconds to import. The process starts with the build and imports it
on the second core; when the build has something to judge, it is ready. The two talk in lines of
JSON over pipes; what Great Expectations prints goes nowhere.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from slachtoffermonitor.guards.checks import Stage
from slachtoffermonitor.guards.results import Result, closer_command
from slachtoffermonitor.project import ProjectError

DOCS_FOLDER: Final = "data-docs"
"""Folder for the Data Docs, in the workshop beside the warehouse."""

INDEX_PAGE: Final = "index.html"
"""The page to begin with."""

ROWS_NAMED: Final = 5
"""So many failing rows are named in a message."""

_WORKER: Final = (sys.executable, "-P", "-m", "slachtoffermonitor.guards")


@dataclass(frozen=True)
class StageOutcome:
    """How a stage turned out."""

    stage: Stage
    results: tuple[Result, ...]

    @property
    def failures(self) -> tuple[Result, ...]:
        """The expectations that stop the build."""
        return tuple(result for result in self.results if not result.is_success)

    @property
    def counts(self) -> Counter[str]:
        """How many expectations there are of each verdict."""
        return Counter(result.verdict_code for result in self.results)


class Guards:
    """Judges the suites of a warehouse in a process of its own.

    Use it as a context manager around the whole build: the process starts at once.
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603
            _WORKER,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env=os.environ | {"PYTHONUTF8": "1", "GX_ANALYTICS_ENABLED": "false"},
        )

    def __enter__(self) -> Guards:
        """Return itself; the process is starting."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the process."""
        if self._process.stdin:
            with suppress(OSError):
                self._process.stdin.close()
        if kind is not None:
            self._process.terminate()
        self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    def judge(self, stage: Stage, database: Path, docs: Path | None = None) -> StageOutcome:
        """Judge the suites of a stage, and write results and pages.

        The warehouse must be closed: the other process opens it.

        Args:
            stage: which suites.
            database: the warehouse.
            docs: folder for the Data Docs; none are written without it.

        Raises:
            ProjectError: the guards could not do their work.
        """
        answer = self._ask(
            {"stage": stage, "database": str(database), "docs": str(docs) if docs else None}
        )
        if "error" in answer:
            raise ProjectError(
                f"The expectations {'on arrival' if stage == 'arrival' else 'before release'} "
                f"could not be judged ({answer['error']}), so that nothing is published."
            )
        return StageOutcome(stage, tuple(Result.from_json(values) for values in answer["results"]))

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        if not (self._process.stdin and self._process.stdout):
            return {"error": "the process has no pipes"}
        try:
            self._process.stdin.write(json.dumps(question) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except OSError:
            line = ""
        if not line:
            return {"error": "the process that judges them ended early"}
        answer: dict[str, Any] = json.loads(line)
        return answer


def docs_folder(database: Path) -> Path:
    """Return where the Data Docs of a warehouse in its workshop are written."""
    return database.parent / DOCS_FOLDER


def message(result: Result, database: Path) -> str:
    """Return what to tell about an expectation that stops the build.

    It names records by their ids, rows of summaries by their numbers, and no value of a person.

    Args:
        result: how it turned out.
        database: the warehouse that was judged.
    """
    if result.verdict_code == "broken":
        return (
            f"Expected: {result.statement}\n"
            "This could not be judged: the check itself ended in an error. Its query is in the "
            "Data Docs."
        )
    lines = [
        f"Expected: {result.statement}",
        f"{result.failing_count or 0:,} of {result.checked_count or 0:,} fall short. "
        f"{result.reason}",
    ]
    shown = result.examples[:ROWS_NAMED]
    lines += [f"  {example}" for example in shown]
    if result.failing_count and result.failing_count > len(shown) > 0:
        lines.append(f"  and {result.failing_count - len(shown):,} more")
    lines.append(f"What to do: {result.what_to_do}")
    if result.failures_table:
        lines.append(f"All of it: {closer_command(database, result.expectation_id)}")
    return "\n".join(lines)


def summary_line(outcomes: Sequence[StageOutcome]) -> str:
    """Return one line about all expectations, for the closing screen."""
    counts: Counter[str] = Counter()
    for outcome in outcomes:
        counts += outcome.counts
    text = f"{counts['passed']} expectations passed"
    if counts["accepted"]:
        text += f", {counts['accepted']} fell short and accepted"
    if counts["not_judged"]:
        text += f", {counts['not_judged']} not judged (too few rows)"
    return text
