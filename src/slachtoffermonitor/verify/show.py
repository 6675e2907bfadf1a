"""Shows what the figures of a text are: a table for people, or JSON."""

from __future__ import annotations

import json
from collections import Counter
from typing import Final

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from slachtoffermonitor.verify.judge import VERDICTS, Fact, Finding

NOTHING_TO_OBJECT: Final = 0
OBJECTED: Final = 3
NOT_FOUND: Final = 4
"""Exit codes: nothing to object; a figure cannot be what its sentence says; no cell has one."""

OTHERS_SHOWN: Final = 20
"""So many other numbers are shown that a single figure can be."""


def exit_code(findings: list[Finding]) -> int:
    """Return the exit code for a text."""
    if any(finding.is_objection for finding in findings):
        return OBJECTED
    if any(finding.verdict == "unknown" for finding in findings):
        return NOT_FOUND
    return NOTHING_TO_OBJECT


def table(findings: list[Finding]) -> RenderableType:
    """Return the screen: a row for each figure, and how many there are of each verdict."""
    shown = Table("line", "figure", "verdict", "what it is", "where", box=box.SIMPLE_HEAD)
    for finding in findings:
        style = "bold red" if finding.is_objection else ""
        what = "\n".join(part for part in (_what(finding.fact), finding.remark) if part)
        shown.add_row(
            str(finding.figure.line),
            Text(finding.figure.printed),
            Text(VERDICTS[finding.verdict], style=style),
            Text(what),
            Text(_where(finding.fact)),
        )
        # A figure that stands alone can be many things; in a text its sentence says which.
        for fact in finding.others[:OTHERS_SHOWN] if len(findings) == 1 else ():
            shown.add_row("", "", "or", Text(_what(fact)), Text(_where(fact)))
    counts = Counter(finding.verdict for finding in findings)
    summary = ", ".join(
        f"{counts[verdict]:,} {words}" for verdict, words in VERDICTS.items() if counts[verdict]
    )
    return Group(shown, Text(f"{len(findings):,} figures: {summary or 'none'}."))


def as_json(findings: list[Finding]) -> str:
    """Return the same as JSON, a list of figures."""
    return json.dumps(
        [
            {
                "line": finding.figure.line,
                "figure": finding.figure.printed,
                "verdict": finding.verdict,
                "remark": finding.remark,
                "is": _as_dict(finding.fact),
                "or": [_as_dict(fact) for fact in finding.others],
            }
            for finding in findings
        ],
        ensure_ascii=False,
        indent=2,
    )


def _what(fact: Fact | None) -> str:
    if fact is None:
        return ""
    return f"{fact.what}, {fact.period}" if fact.period not in fact.what else fact.what


def _where(fact: Fact | None) -> str:
    if fact is None:
        return ""
    edition = f"edition {fact.editions}" if fact.editions else ""
    return "; ".join(
        part for part in (fact.exhibit, edition, fact.vintage, fact.population) if part
    )


def _as_dict(fact: Fact | None) -> dict[str, str] | None:
    if fact is None:
        return None
    return {
        "what": fact.what,
        "period": fact.period,
        "unit": fact.unit,
        "exhibit": fact.exhibit,
        "editions": fact.editions,
        "population": fact.population,
        "vintage": fact.vintage,
    }
