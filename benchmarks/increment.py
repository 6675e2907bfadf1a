"""Measures what a year costs that is added to a history, beside the year alone and all of it.

    python -m benchmarks.increment [--notifications 2000] [--years 20] [--runs 3]

A register of `--years` and one more is made once, and a warehouse of the history is built from it.
Then, in turn within a repetition, so that a disturbance of the machine meets all of them, dbt
builds, each time in a fresh process:

- the last year alone, from nothing;
- the increment: the files of the last year added to a copy of the warehouse of the history;
- the increment with a file of corrections and late records of the year before;
- everything, from nothing.

Each is measured to the published cells (`--select +published_cells`, no tests) and as a whole (all
models and data tests). Copying is not part of it. As on the command line, an increment leaves the
seeds as they are. Every run is a row of increments.csv.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich.console import Console

from benchmarks import warehouse
from benchmarks.compare import DEFAULT_RESULTS, on_this_machine
from benchmarks.processes import ROOT
from benchmarks.results import Results
from benchmarks.rows import read_rows, write_rows
from lab.scale import ScaleError, ScaleSettings, generate
from slachtoffermonitor.increments import clone

INCREMENTS_FILE: Final = "increments.csv"

ALONE: Final = "the year alone"
INCREMENT: Final = "the year added"
CORRECTED: Final = "the year added, with corrections"
FULL: Final = "history and year, in full"
CASES: Final = (ALONE, INCREMENT, CORRECTED, FULL)
ADDED: Final = (INCREMENT, CORRECTED)

SCOPES: Final = {
    "to the cells": ["--select", "+published_cells", "--exclude-resource-type", "test"],
    "everything": [],
}
LAST_YEAR: Final = 2026


@dataclass(frozen=True)
class IncrementRun:
    """One measured build.

    Attributes:
        notifications: records a year in the files of notifications.
        years: of the history.
        scope: how far it was built.
        case: what was built.
        run: number from 1.
        wall: seconds from start to end of the process.
        cpu: seconds of all threads.
        work: seconds of all nodes together, without what dbt does around them.
        note: why it failed; empty when it did not.
    """

    notifications: int
    years: int
    scope: str
    case: str
    run: int
    wall: float
    cpu: float
    work: float
    note: str = ""


def deliveries(notifications: int, years: int, folder: Path) -> dict[str, Path]:
    """Make the register, and return a delivery for the history and for each case."""
    made = folder / f"register-{notifications}-{years}"
    if not made.exists():
        settings = ScaleSettings(
            notifications * (years + 1), first_year=LAST_YEAR - years, last_year=LAST_YEAR
        )
        generate(settings, ROOT / "seeds", made)
    of_history, of_year, of_corrections = [], [], []
    for file in sorted((made / "register").iterdir()):
        year = int(file.name.split("-")[1])
        if year < LAST_YEAR:
            of_history.append(file)
        elif file.name.endswith(f"-of-{LAST_YEAR - 1}.parquet"):
            of_corrections.append(file)
        elif year == LAST_YEAR:
            of_year.append(file)
    files = {
        "history": of_history,
        ALONE: of_year,
        INCREMENT: of_history + of_year,
        CORRECTED: of_history + of_year + of_corrections,
        FULL: of_history + of_year,
    }
    found = {}
    for number, (name, members) in enumerate(files.items()):
        found[name] = folder / f"delivery-{number}"
        shutil.rmtree(found[name], ignore_errors=True)
        found[name].mkdir()
        for file in members:
            (found[name] / file.name).symlink_to(file)
    return found


def measured(options: argparse.Namespace, console: Console) -> list[IncrementRun]:
    """Build everything as often as asked for; a row is told as soon as it is there."""
    found = deliveries(options.notifications, options.years, options.folder)
    history = options.folder / "history"
    shutil.rmtree(history, ignore_errors=True)
    history.mkdir()
    console.print(f"{options.years} years of {options.notifications:,}: building the history")
    built = warehouse.build(found["history"], history, options.memory, options.seconds, [])
    if built.failure:
        raise SystemExit(f"The history could not be built: {built.failure}")
    rows = []
    for number in range(1, options.runs + 1):
        for scope in options.scopes:
            for case in CASES:
                rows.append(
                    _run(
                        found[case],
                        built.database,
                        scope=scope,
                        case=case,
                        number=number,
                        options=options,
                    )
                )
                console.print(told(rows[-1]), soft_wrap=True)
                save(options.results / INCREMENTS_FILE, rows)
    return rows


def _run(
    register: Path,
    history: Path,
    *,
    scope: str,
    case: str,
    number: int,
    options: argparse.Namespace,
) -> IncrementRun:
    arguments = [*SCOPES[scope]]
    with tempfile.TemporaryDirectory(dir=options.folder) as directory:
        workshop = Path(directory)
        if case in ADDED:
            clone(history, workshop / warehouse.DATABASE)
            arguments += ["--exclude", "resource_type:seed"]
        built = warehouse.build(register, workshop, options.memory, options.seconds, arguments)
    return IncrementRun(
        options.notifications,
        options.years,
        scope,
        case,
        number,
        built.usage.wall,
        built.usage.cpu,
        sum(node.seconds for node in built.nodes),
        built.failure,
    )


def told(run: IncrementRun) -> str:
    """Return one line about a run."""
    return (
        f"run {run.run}, {run.scope:13} {run.case:33} {run.wall:7.1f} s, processor "
        f"{run.cpu:7.1f} s, nodes {run.work:7.1f} s  {run.note}"
    )


def save(file: Path, rows: Sequence[IncrementRun]) -> None:
    """Write the rows; those of other sizes and scopes stay."""
    measured = {(row.notifications, row.years, row.scope) for row in rows}
    others = [
        row
        for row in read_rows(IncrementRun, file)
        if (row.notifications, row.years, row.scope) not in measured
    ]
    write_rows(file, IncrementRun, [*others, *rows])


def lines(rows: Sequence[IncrementRun]) -> list[list[str]]:
    """Return medians for each size, scope and case, and how they compare with the year alone.

    A case of which a run failed has no times.
    """
    groups: dict[tuple[int, int, str], dict[str, list[IncrementRun]]] = {}
    for row in rows:
        group = groups.setdefault((row.notifications, row.years, row.scope), {})
        group.setdefault(row.case, []).append(row)
    found = []
    for (notifications, years, scope), cases in groups.items():
        alone = cases.get(ALONE, [])
        for case, same in cases.items():
            start = [f"{notifications:,}", str(years), scope, case]
            if failed := next((row.note for row in same if row.note), ""):
                found.append([*start, failed, *[""] * 5])
                continue
            cells = []
            for name in ("wall", "cpu", "work"):
                value = statistics.median(getattr(row, name) for row in same)
                base = statistics.median([getattr(row, name) for row in alone] or [value])
                cells += [f"{value:,.1f} s", f"{value / base:.2f}"]
            found.append([*start, *cells])
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and tell every run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--notifications", type=int, default=2_000, help="records a year")
    parser.add_argument("--years", type=int, default=20, help="of the history")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--scopes", nargs="+", choices=[*SCOPES], default=[*SCOPES])
    parser.add_argument("--memory", default="6GB", help="DuckDB's memory limit")
    parser.add_argument("--seconds", type=int, default=3600, help="most that a build may take")
    parser.add_argument("--folder", type=Path, help="where to work; a register there is used again")
    parser.add_argument("--results", type=Path, default=DEFAULT_RESULTS)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as directory:
        options.folder = (options.folder or Path(directory)).absolute()
        options.folder.mkdir(parents=True, exist_ok=True)
        on_this_machine(Results.load(options.results), options.results).save(options.results)
        try:
            measured(options, Console())
        except ScaleError as error:
            parser.error(str(error))


if __name__ == "__main__":
    main()
