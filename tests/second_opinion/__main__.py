"""Counts random registers both ways: `python -m tests.second_opinion --help`."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import typer
from rich.console import Console
from rich.progress import track

from . import Register, count
from .comparison import differences, report
from .lists import ROOT
from .proof import (
    CHANGES,
    TEST_LISTS,
    Proof,
    expected_situations,
    fewest,
    noticing,
    numbered,
    prove,
    typical,
)
from .registers import TEST_CROSSWALK_ROWS, smallest
from .warehouse import Warehouse, compile_project, open_warehouse

REGISTERS: Final = 500
PAGE: Final = ROOT / "docs" / "second-opinion.md"
MEASURED: Final = re.compile(r"(?<=<!-- measured -->\n).*?(?=\n<!-- end measured -->)", re.DOTALL)


def main(words: Sequence[str] | None = None) -> int:
    """Count the registers; return 0 if both opinions agree on all, and everything occurred."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.second_opinion",
        description="Count random registers in SQL and in Python, and compare.",
    )
    parser.add_argument("--registers", type=int, default=REGISTERS, help="so many, from number 0")
    parser.add_argument("--document", action="store_true", help=f"write what came of it in {PAGE}")
    parser.add_argument("--choose", action="store_true", help="choose the sample of the tests")
    wanted = parser.parse_args(words)
    with (
        tempfile.TemporaryDirectory(prefix="second-opinion-") as directory,
        open_warehouse(
            compile_project(Path(directory) / "compiled").leading_to(),
            typical(),
            TEST_CROSSWALK_ROWS,
        ) as warehouse,
    ):
        proof = prove(_watched(range(wanted.registers)), warehouse)
        if proof.failing:
            typer.echo(_told(proof.failing[0], warehouse))
    never = proof.never_seen()
    records = sum(
        register.notifications.height + register.emm_records.height
        for register, _, _ in proof.counted.values()
    )
    result = (
        f"{wanted.registers} random registers with {records:,} records: the two disagree on "
        f"{len(proof.failing)}, and {len(never)} of {len(set(expected_situations()))} situations "
        "never occurred"
    )
    typer.echo("\n  ".join([f"{result}.", *never]))
    if wanted.choose:
        typer.echo(f"SAMPLE: Final = {tuple(_sample(proof))}")
    if proof.failing or never:
        return 1
    if wanted.document:
        said = f"Measured on {datetime.now(UTC):%Y-%m-%d} at commit {_commit()}: {result}."
        text = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(MEASURED.sub(said, text), encoding="utf-8", newline="\n")
    return 0


def _watched(numbers: range) -> Iterable[int]:
    """Return the numbers, with a bar on the screen as they are taken."""
    console = Console(stderr=True)
    return track(numbers, "registers", console=console) if console.is_terminal else numbers


def _told(number: int, warehouse: Warehouse) -> str:
    """Return the differences on a register, made as small as it can be."""

    def disagreements(register: Register) -> list[str]:
        return differences(count(register, TEST_LISTS), *warehouse.run(register))

    register = smallest(numbered(number), lambda smaller: bool(disagreements(smaller)))
    return f"Register {number}, made smaller:\n{report(register, disagreements(register))}"


def _sample(proof: Proof) -> list[int]:
    """Return few registers that have, and notice, three times what has to occur and be noticed."""
    wanted = {name: proof.seen.get(name, set()) for name in expected_situations()}
    for change in CHANGES:
        wanted[f"{change.rule} {change.table}"] = set(noticing(change, proof))
    return fewest(wanted, times=3)


def _commit() -> str:
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty= with changes", "--exclude=*"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
