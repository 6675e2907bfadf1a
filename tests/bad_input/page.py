"""Writes the catalogue as a page of the documentation: docs/bad-input.md."""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Final

from slachtoffermonitor.guards import catalogue
from tests.bad_input.cases import Case, cases, numbers
from tests.second_opinion.lists import ROOT

PAGE: Final = ROOT / "docs" / "bad-input.md"

KINDS: Final = {
    "file": "Files",
    "encoding": "Encoding",
    "structure": "Structure",
    "values": "Values",
    "cross-row": "Records among each other",
    "cross-file": "Files among each other",
    "volume": "Volume",
}

OUTCOMES: Final = {
    "error": "The delivery is refused, or the build stops, with a sentence that names the thing",
    "guard": "An expectation stops the build, on arrival or before release",
    "rejection": "The record is rejected with a reason, and the build goes on",
    "effect": "Accepted, and visible in the tables that are named",
    "nothing": "Accepted without any effect on a figure: it may differ, or nothing can tell",
}

INTRODUCTION: Final = """\
# Bad input

{number} ways to spoil a delivery, and what comes of each. The table is
[tests/bad_input/catalogue.csv](../tests/bad_input/catalogue.csv); every row is run by
`tests/python/test_bad_input.py`, which also keeps this page true:

```sh
.venv/bin/python -m pytest tests/python/test_bad_input.py     # runs all of it
.venv/bin/python -m tests.bad_input                           # writes this page after a change
```

Each case takes a sound register, made up for this purpose, and spoils it in one way. *Small* is a
register of 150 notifications, which expectations do not judge by shares; *large* has 2,400, so
that they look at its volumes and its completeness. [register.md](register.md) is the contract. A
case has one of these outcomes:

{outcomes}

Of every case that is read, the test also proves that nothing is lost: the warehouse reads as many
records as the files hold, counted without it, and where they are counted the steps of
`aud_waterfall` add up to that number. And of every case, that no message holds a pseudonym, a birth
date or a line of a file.

`make build` stops at the first stage with a failing expectation, and nothing is counted. A bare
`dbt build` does not judge expectations; where an unknown code stops that too, it says so. Where the
check of the delivery says *error*, a bare `dbt build` stops as well, with the first fault only;
what it does not see is listed in `tests/python/test_bare_check.py`.
"""


@cache
def _labels(seed: str, key: str) -> dict[str, str]:
    file = ROOT / "seeds" / "reference" / f"{seed}.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        return {row[key]: row["label_en"] for row in csv.DictReader(stream)}


@cache
def _statements() -> dict[str, str]:
    return {
        suite.identify(check): check.statement
        for suite in catalogue.SUITES
        for check in suite.checks
    }


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if abs(number) == 1 else 's'}"


def _exhibits(names: str) -> str:
    if not names:
        return "changes no exhibit"
    if names == "all":
        return "changes all exhibits"
    found = names.split()
    if len(found) > 4:
        return f"changes {len(found)} exhibits"
    return "changes " + ", ".join(f"`{name}`" for name in found)


def _rejected(text: str) -> str:
    labels = _labels("ref_rejection_reasons", "rejection_reason_code")
    return ", ".join(
        f"{_counted(number, 'record')} rejected: `{reason}` ({labels[reason].lower()})"
        for reason, number in sorted(numbers(text).items())
    )


def _signed(counts: Counter[str], names: dict[str, str]) -> str:
    return ", ".join(
        f"{'+' if number > 0 else '−'}{abs(number):,} {names.get(name, name).lower()}"
        for name, number in sorted(counts.items())
    )


def _counting(case: Case) -> list[str]:
    """Return what becomes of the records of a delivery that is counted."""
    parts = [_rejected(case.rejected)] if case.rejected else []
    if case.fates:
        parts.append(_signed(numbers(case.fates), _labels("ref_record_fates", "fate_code")))
    logged = numbers(case.logged)
    conflicts = logged.pop("conflicts", 0)
    parts += [
        f"{_counted(number, 'value')} unknown and logged: `{issue}`"
        for issue, number in sorted(logged.items())
    ]
    if conflicts:
        parts.append(
            f"{'+' if conflicts > 0 else '−'}{abs(conflicts)} in `aud_attribute_conflicts`"
        )
    return [*parts, _exhibits(case.exhibits)]


def _said(case: Case) -> str:
    words = case.words.split(" / ")
    more = f" (and {len(words) - 2} more)" if len(words) > 2 else ""
    where = f"`{case.where}`: " if case.where else ""
    return where + "; ".join(_plain(text) for text in words[:2]) + more


def _plain(text: str) -> str:
    return "".join(c if c.isprintable() and c != "\ufffd" else f"U+{ord(c):04X}" for c in text)


def _happens(case: Case) -> str:
    """Return the outcome of a case in words."""
    parts = []
    if case.outcome == "error":
        parts.append(_said(case))
    elif case.outcome == "guard":
        names = case.guards.split()
        parts.append(f"`{names[0]}` fails: {_statements()[names[0]]}")
        if len(names) > 1:
            parts.append("So do " + ", ".join(f"`{name}`" for name in names[1:]))
        if case.words:
            parts.append(f"A bare `dbt build` stops too: {_said(case)}")
        elif case.exhibits:
            parts.append(f"A bare `dbt build` goes on: {'; '.join(_counting(case))}")
    else:
        counting = "; ".join(_counting(case))
        parts.append(counting[0].upper() + counting[1:])
    if case.what_happens:
        parts.insert(0, case.what_happens)
    return " ".join(part.rstrip(".") + "." for part in parts)


def _cell(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("|", "\\|").strip()


def page() -> str:
    """Return the page."""
    kinds = Counter(case.kind for case in cases())
    outcomes = Counter(case.outcome for case in cases())
    lines = [
        INTRODUCTION.format(
            number=len(cases()),
            outcomes="\n".join(
                ["| outcome | cases | meaning |", "| --- | ---: | --- |"]
                + [f"| {name} | {outcomes[name]} | {text} |" for name, text in OUTCOMES.items()]
            ),
        )
    ]
    for kind, heading in KINDS.items():
        lines += [f"## {heading}", "", f"{kinds[kind]} cases.", ""]
        lines += ["| case | what is wrong | outcome | what happens |", "| --- | --- | --- | --- |"]
        for case in cases():
            if case.kind == kind:
                size = ", large" if case.register == "large" else ""
                lines.append(
                    f"| `{case.case}`{size} | {_cell(case.spoiled)} | {case.outcome} "
                    f"| {_cell(_happens(case))} |"
                )
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def write(file: Path = PAGE) -> None:
    """Write the page."""
    file.write_text(page(), encoding="utf-8")
