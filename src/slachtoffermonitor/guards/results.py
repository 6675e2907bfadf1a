"""How expectations turned out; shared by the two processes, so it imports little."""

from __future__ import annotations

import shlex
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal

from slachtoffermonitor.guards.checks import Stage

Verdict = Literal["passed", "failed", "accepted", "not_judged", "broken"]

RECORDS_NAMED: Final = 10
"""So many failing records are named in a message; the table has them all."""


@dataclass(frozen=True)
class Result:
    """How one expectation turned out. It holds no value of a person.

    Attributes:
        result_order: place in the list of all expectations, from 1.
        stage_code: when it was judged.
        suite_code: its suite.
        expectation_id: identifies it.
        expectation_type: its kind in Great Expectations.
        table_name: what was looked at.
        column_name: the column, or an empty text.
        statement: what is expected.
        reason: why.
        what_to_do: what to do when it fails.
        verdict_code: how it turned out; `accepted` when it fell short and the office has accepted
            that, `not_judged` when there is too little to judge it by, `broken` when the check
            itself ended in an error.
        checked_count: number of rows that were looked at.
        failing_count: number of them that fall short.
        observed_value: what was observed, in the unit of the limit, as decimal text.
        limit_value: what was allowed, as decimal text.
        failures_table: table with the rows that fall short.
        examples: the first failing rows in one line each: record ids, or rows of a summary.
    """

    result_order: int
    stage_code: Stage
    suite_code: str
    expectation_id: str
    expectation_type: str
    table_name: str
    column_name: str
    statement: str
    reason: str
    what_to_do: str
    verdict_code: Verdict
    checked_count: int | None = None
    failing_count: int | None = None
    observed_value: str | None = None
    limit_value: str | None = None
    failures_table: str = ""
    examples: tuple[str, ...] = ()

    @property
    def is_success(self) -> bool:
        """Whether the build may go on."""
        return self.verdict_code in ("passed", "accepted", "not_judged")

    def as_json(self) -> dict[str, Any]:
        """Return what another process needs to make it anew."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Result:
        """Make it anew from what :meth:`as_json` gave."""
        return cls(**{**values, "examples": tuple(values["examples"])})


def closer_command(database: Path, expectation_id: str) -> str:
    """Return the command that lists everything that fell short of an expectation."""
    program = shlex.quote(str(Path(sys.executable).with_name("slachtoffermonitor")))
    return (
        f"{program} failures {shlex.quote(expectation_id)} --database {shlex.quote(str(database))}"
    )
