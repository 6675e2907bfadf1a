"""Says what became of the mutants: a table on the screen, a page of the documentation, a CSV."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from .operators import OPERATORS, Mutant
from .run import GROUPS, KINDS, Result

PAGE: Final = "docs/mutation.md"
COLUMNS: Final = (
    *("key", "path", "line", "operator", "before", "after", "kind", "test", "altered"),
)

PROSE: Final = """\
# Proof that the tests bite

A test that nothing can make fail proves nothing. This proof changes one thing in one rule at a time
(a *mutant*) and looks for the test that sees it. A mutant that no test sees is a gap in the tests,
or a change that changes nothing; the latter stand in `tests/mutation/equivalents.csv`, each with
its reason.

**{total} mutants: {killed} killed, {equivalent} equivalent, {survivors} survive.**

Measured on {day} at commit {commit} by `make mutation`, which writes this page. Rules that were
written later are not in it.

## How it works

- The rules are the models of staging, of the intermediate layer, of the facts and dimensions, of
  the exhibits and of the audit of records and rulings, the macros of values and of the exhibits,
  and the lists with hierarchies, bands, groups, editions and parameters. The mutants are made from
  their text, always the same ones in the same order. A change that is no SQL any more is not
  counted ({stillborn} were not).
- Everything happens in a copy in a temporary directory: a crash leaves the project as it was.
- The tests are asked from near to far, and the first that fails is named.
  1. The dbt **unit tests** of the changed model, or of every model that uses a changed macro or
     list, and for a macro the test with known answers. dbt runs them once without a change; for
     each mutant their compiled SQL is run straight in DuckDB.
  2. The **second opinion** ([its page](second-opinion.md)): the cells and fates of {registers}
     random registers.
  3. The shipped register, of which everything that the change reaches is built again: the **build**
     itself (its guards and contracts), the **data tests** (keys, lists, identities) and the
     **reconciliation** with the ledger.
- A test that fails without any change is not asked, and makes the proof fail.
- The full list, with the line, the change and the test of every mutant, is printed and written to
  `.build/mutation.csv`. After a test was added, `--again` with that list tries only what survived.
  A fixed sample runs with the other tests (`tests/python/test_mutation_sample.py`).

## By kind of change

`tests/mutation/operators.py` and `tests/mutation/seeds.py` say what each kind does.
"""


@dataclass(frozen=True)
class Balance:
    """The results, set against the documented equivalents.

    Attributes:
        results: every mutant that is SQL, in order.
        reasons: key -> why a mutant is equivalent.
        red: data tests that fail without any change.
        is_whole: whether every mutant was tried.
        stillborn: number of mutants that are no SQL.
    """

    results: Sequence[Result]
    reasons: Mapping[str, str]
    red: Sequence[str]
    is_whole: bool
    stillborn: int = 0

    @property
    def killed(self) -> list[Result]:
        """The mutants that a test sees."""
        return [result for result in self.results if result.is_killed]

    @property
    def equivalent(self) -> list[Result]:
        """The mutants that no test sees, with a documented reason."""
        return [
            result
            for result in self.results
            if result.kind == "survived" and result.mutant.key in self.reasons
        ]

    @property
    def survivors(self) -> list[Result]:
        """The mutants that no test sees, without a reason."""
        return [
            result
            for result in self.results
            if result.kind == "survived" and result.mutant.key not in self.reasons
        ]

    @property
    def complaints(self) -> list[str]:
        """What keeps the proof from being one."""
        said = [
            f"{result.mutant.key}: no test sees {result.mutant.path}, line {result.mutant.line}: "
            f"{result.mutant.before} -> {result.mutant.after}"
            for result in self.survivors
        ]
        said += [
            f"{result.mutant.key}: documented as equivalent, but {result.test} sees it"
            for result in self.killed
            if result.mutant.key in self.reasons
        ]
        if self.is_whole:
            keys = {result.mutant.key for result in self.results}
            said += [
                f"{key}: documented as equivalent, but there is no such mutant any more"
                for key in sorted(set(self.reasons) - keys)
            ]
        said += [f"{name} fails without any change and proves nothing" for name in self.red]
        return said


def show(balance: Balance, console: Console) -> None:
    """Print every mutant with the test that sees it, then the sums and what is wrong."""
    table = Table("mutant", "line", "change", "seen by", title="Mutants", expand=False)
    for result in balance.results:
        mutant = result.mutant
        seen = f"{result.kind}: {result.test}" if result.is_killed else result.kind
        if mutant.key in balance.reasons and result.kind == "survived":
            seen = "equivalent"
        change = f"{_short(mutant.before)} -> {_short(mutant.after)}"
        table.add_row(mutant.key, str(mutant.line), change, seen)
    console.print(table, markup=False)
    kinds = Counter(result.kind for result in balance.killed)
    console.print(
        f"{len(balance.results)} mutants: {len(balance.killed)} killed ("
        + ", ".join(f"{kinds[kind]} by {kind}" for kind in KINDS if kinds[kind])
        + f"), {len(balance.equivalent)} equivalent, {len(balance.survivors)} survive",
        markup=False,
    )
    for complaint in balance.complaints:
        console.print(complaint, markup=False, style="red")


class Record:
    """Writes each mutant with the test that sees it at once: a stopped run has its list too."""

    def __init__(self, file: Path) -> None:
        """Begin the list."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self._file = file
        self._write("w", [*COLUMNS])

    def add(self, result: Result) -> None:
        """Add a mutant."""
        mutant = result.mutant
        self._write(
            "a",
            [
                *(mutant.key, mutant.path, str(mutant.line), mutant.operator),
                *(mutant.before, mutant.after, result.kind, result.test),
                " ".join(result.altered),
            ],
        )

    def _write(self, mode: str, row: list[str]) -> None:
        with self._file.open(mode, encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerow(row)


def read_results(file: Path, mutants: Sequence[Mutant]) -> dict[str, Result]:
    """Return what an earlier run found of these mutants, by key, where it needs no second try."""
    by_key = {mutant.key: mutant for mutant in mutants}
    with file.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["key"] in by_key]
    return {
        row["key"]: Result(
            by_key[row["key"]], row["kind"], row["test"], tuple(row["altered"].split())
        )
        for row in rows
        if row["kind"] != "survived"
    }


def page(balance: Balance, commit: str, day: str) -> str:
    """Return the page of the documentation.

    Args:
        balance: of a run over everything.
        commit: the state of the project that was tried.
        day: the day of the run.
    """
    prose = PROSE.format(
        total=len(balance.results),
        killed=len(balance.killed),
        equivalent=len(balance.equivalent),
        survivors=len(balance.survivors),
        stillborn=balance.stillborn,
        registers=sum(GROUPS),
        commit=commit,
        day=day,
    )
    return "\n".join([*prose.splitlines(), "", *_sums(balance)]) + "\n"


def _sums(balance: Balance) -> list[str]:
    """Return the table: kind of change by who saw it."""
    columns = [*KINDS, "equivalent"]
    counts: dict[str, Counter[str]] = {}
    for result in balance.results:
        equivalent = result.kind == "survived" and result.mutant.key in balance.reasons
        seen = "equivalent" if equivalent else result.kind
        counts.setdefault(result.mutant.operator, Counter())[seen] += 1
    order = {name: number for number, name in enumerate(OPERATORS)}
    lines = [
        "| kind of change | mutants | " + " | ".join(columns) + " |",
        "|---|" + "---:|" * (len(columns) + 1),
    ]
    total: Counter[str] = Counter()
    for label in sorted(counts, key=lambda name: (order.get(name, len(order)), name)):
        count = counts[label]
        total.update(count)
        cells = " | ".join(str(count[column] or "") for column in columns)
        lines.append(f"| {label} | {count.total()} | {cells} |")
    cells = " | ".join(str(total[column] or "") for column in columns)
    lines.append(f"| **all** | {total.total()} | {cells} |")
    return lines


def _short(text: str, length: int = 60) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
