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
from .run import GROUPS, KINDS, Result, digests

PAGE: Final = "docs/mutation.md"
COLUMNS: Final = (
    *("key", "path", "line", "operator", "before", "after", "kind", "test", "altered"),
)

PROSE: Final = """\
# Proof that the tests bite

A test that nothing can make fail proves nothing. This proof changes one thing in one rule at a time
(a *mutant*) and looks for the test that sees it. A mutant that no test sees is a gap in the tests,
or a change that changes nothing; the latter are listed at the end, each with its reason.

**{total} mutants: {killed} killed, {equivalent} equivalent, {survivors} survive.**

This page is written by the proof itself: `make mutation`. Its figures are those of the last full
run; a test fails when the mutants that can be made today are no longer those of the page.

## How it works

- The rules are the models of staging, of the intermediate layer, of the cells, of the marts and of
  the audit of records and rulings, the macros of values, and the lists with hierarchies, bands,
  groups, editions and parameters. The mutants are made from their text, always the same ones in the
  same order. A change that is no SQL any more is not counted ({stillborn} were not).
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
"""


@dataclass(frozen=True)
class Balance:
    """The results, set against the documented equivalents.

    Attributes:
        results: every mutant that is SQL, in order.
        reasons: key -> why a mutant is equivalent.
        red: data tests that fail without any change.
        is_whole: whether every mutant was tried.
        stillborn: the mutants that are no SQL.
    """

    results: Sequence[Result]
    reasons: Mapping[str, str]
    red: Sequence[str]
    is_whole: bool
    stillborn: Sequence[Mutant] = ()

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


def page(balance: Balance) -> str:
    """Return the page of the documentation."""
    tried = [result.mutant for result in balance.results]
    sets = digests([*tried, *balance.stillborn])
    prose = PROSE.format(
        total=len(balance.results),
        killed=len(balance.killed),
        equivalent=len(balance.equivalent),
        survivors=len(balance.survivors),
        stillborn=len(balance.stillborn),
        registers=sum(GROUPS),
    )
    lines = [
        *prose.splitlines(),
        "",
        "## By kind of change",
        "",
        *_sums(balance, "kind of change", [(r.mutant.operator, r) for r in balance.results]),
        "",
        "`tests/mutation/operators.py` and `tests/mutation/seeds.py` say what each kind does.",
        "",
        "## By file",
        "",
        "The word behind a file stands for its set of mutants; comments do not count.",
        "",
        *_sums(
            balance,
            "file, set",
            [(f"`{r.mutant.path}` {sets[r.mutant.path]}", r) for r in balance.results],
        ),
        "",
        "## The tests, and how many mutants each was the first to see",
        "",
        "| file | test | kind | mutants |",
        "|---|---|---|---:|",
        *_tests(balance),
        "",
        "## Changes that change nothing",
        "",
        "| file, line | change | why no test can see it |",
        "|---|---|---|",
        *(
            f"| `{r.mutant.name}`, {r.mutant.line} | `{_cell(r.mutant.before)}` → "
            f"`{_cell(r.mutant.after)}` | {balance.reasons[r.mutant.key]} |"
            for r in balance.equivalent
        ),
    ]
    return "\n".join(lines) + "\n"


def _sums(balance: Balance, noun: str, labelled: Sequence[tuple[str, Result]]) -> list[str]:
    columns = [*KINDS, "equivalent"]
    counts: dict[str, Counter[str]] = {}
    for label, result in labelled:
        equivalent = result.kind == "survived" and result.mutant.key in balance.reasons
        counts.setdefault(label, Counter())["equivalent" if equivalent else result.kind] += 1
    order = {name: number for number, name in enumerate(OPERATORS)}
    lines = [
        f"| {noun} | mutants | " + " | ".join(columns) + " |",
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


def _tests(balance: Balance) -> list[str]:
    counts = Counter((r.mutant.path, r.test, r.kind) for r in balance.killed)
    return [
        f"| `{Path(path).name}` | `{test}` | {kind} | {count} |"
        for (path, test, kind), count in sorted(counts.items())
    ]


def _short(text: str, length: int = 60) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _cell(text: str) -> str:
    return _short(text, 90).replace("|", "\\|").replace("`", "'") or " "
