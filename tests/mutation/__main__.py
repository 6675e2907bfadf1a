"""Runs the proof from the project's root: `python -m tests.mutation --help`."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from .equivalents import equivalents
from .report import PAGE, Balance, Record, page, read_results, show
from .run import ROOT, Result, all_mutants, results
from .sample import SAMPLE


def arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutation",
        description="Change one thing in one rule at a time, and show which test sees it.",
    )
    parser.add_argument("--only", default="", help="mutants whose key matches this pattern")
    parser.add_argument("--sample", action="store_true", help="the fixed sample only")
    parser.add_argument("--list", action="store_true", help="list the mutants, try none")
    parser.add_argument("--processes", type=int, default=2, help="so many at a time")
    parser.add_argument(
        "--database", type=Path, help="a warehouse of this project, not to build one"
    )
    parser.add_argument(
        "--table", type=Path, default=ROOT / ".build" / "mutation.csv", help="where the list goes"
    )
    parser.add_argument(
        "--again",
        type=Path,
        help="list of an earlier run: what it killed is not tried again (after a test was added)",
    )
    parser.add_argument("--document", action="store_true", help=f"write {PAGE}")
    return parser.parse_args(words)


def commit() -> str:
    """Return the commit that is tried, with a word where files differ from it."""
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty= with changes", "--exclude=*"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def day() -> str:
    """Return today's date."""
    return datetime.now(tz=UTC).date().isoformat()


def main(words: Sequence[str] | None = None) -> int:
    """Run the proof; return 0 if every mutant is killed or documented as equivalent."""
    wanted = arguments(words)
    console = Console(soft_wrap=True)
    if not console.is_terminal:
        console = Console(soft_wrap=True, width=240)
    mutants = all_mutants()
    whole = len(mutants)
    if wanted.sample:
        mutants = [mutant for mutant in mutants if mutant.key in SAMPLE]
        missing = sorted(set(SAMPLE) - {mutant.key for mutant in mutants})
        if missing:
            console.print(f"No such mutant any more; choose others: {', '.join(missing)}")
            return 1
    mutants = [mutant for mutant in mutants if re.search(wanted.only, mutant.key)]
    if wanted.list:
        for mutant in mutants:
            console.print(
                f"{mutant.key} line {mutant.line}: {mutant.before} -> {mutant.after}", markup=False
            )
        return 0
    with (
        tempfile.TemporaryDirectory(prefix="mutation-") as directory,
        Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
        ) as bar,
    ):
        earlier = read_results(wanted.again, mutants) if wanted.again else {}
        record = Record(wanted.table)
        task = bar.add_task("setting up", total=len(mutants))

        def advance(result: Result) -> None:
            record.add(result)
            bar.update(task, advance=1, description=result.mutant.name[:40].ljust(40))

        for result in earlier.values():
            advance(result)
        tried, red = results(
            [mutant for mutant in mutants if mutant.key not in earlier],
            *(Path(directory), wanted.database, wanted.processes, advance),
        )
        judged = earlier | {result.mutant.key: result for result in tried}
        found = [judged[mutant.key] for mutant in mutants]
    sql = [result for result in found if result.kind != "stillborn"]
    balance = Balance(
        sql,
        equivalents(),
        red,
        is_whole=len(mutants) == whole,
        stillborn=len(found) - len(sql),
    )
    show(balance, console)
    if wanted.document and not balance.is_whole:
        console.print(f"{PAGE} is left as it is: it tells of a run over everything")
    elif wanted.document:
        (ROOT / PAGE).write_text(page(balance, commit(), day()), encoding="utf-8")
    return 1 if balance.complaints else 0


if __name__ == "__main__":
    sys.exit(main())
