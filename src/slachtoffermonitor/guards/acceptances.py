"""What an office accepts: that an expectation falls short in one delivery (docs/office.md).

An acceptance holds for the delivery that it names and for no other. A register may hold several
deliveries; the one at hand is that of the last day on which any was made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import duckdb

from slachtoffermonitor.guards.catalogue import SUITES
from slachtoffermonitor.guards.checks import Check, NativeCheck, Stage
from slachtoffermonitor.guards.results import Result
from slachtoffermonitor.office import Acceptance, Office
from slachtoffermonitor.project import ProjectError

ACCEPTANCES_TABLE: Final = "audit.aud_acceptances"

Outcome = Literal["used", "not_needed", "other_delivery"]

_CHECKS: Final[Mapping[str, tuple[Stage, Check | NativeCheck]]] = {
    suite.identify(check): (suite.stage, check) for suite in SUITES for check in suite.checks
}


@dataclass(frozen=True)
class Applied:
    """An acceptance, and what it did to a warehouse."""

    acceptance: Acceptance
    outcome: Outcome
    result: Result


def require_acceptable(office: Office) -> None:
    """Check that what an office accepts are expectations that it may accept.

    Raises:
        ProjectError: one is none, or may not be accepted.
    """
    for acceptance in office.acceptances:
        name = acceptance.expectation
        if name not in _CHECKS:
            fault = "there is no expectation of this name (docs/data-quality.md lists them)"
        elif not _is_acceptable(name):
            fault = "this expectation cannot be accepted (docs/office.md lists those that can)"
        else:
            continue
        raise ProjectError(f"{office.folder}/acceptances.csv, {name}: {fault}.")


def _is_acceptable(expectation: str) -> bool:
    return expectation in _CHECKS and _CHECKS[expectation][1].is_acceptable


def newest_deliveries(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Return the names of the deliveries of the last day on which one was made."""
    rows = connection.execute(
        """
        with delivered as (
            select delivery_id, delivered_on from staging.stg_register__notifications
            union all
            select delivery_id, delivered_on from staging.stg_register__emm_records
        )

        select distinct delivery_id
        from delivered
        where
            delivery_id is not null
            and delivered_on = (select max(delivered_on) from delivered)
        """
    ).fetchall()
    return frozenset(str(name) for (name,) in rows)


def apply(
    acceptances: Sequence[Acceptance], results: Iterable[Result], deliveries: frozenset[str]
) -> tuple[list[Result], list[Applied]]:
    """Return the results of a stage as an office sees them, and what became of its acceptances.

    Args:
        acceptances: of the office.
        results: of the stage.
        deliveries: names of the deliveries at hand.
    """
    seen, applied = [], []
    for result in results:
        changed = result
        for acceptance in acceptances:
            if acceptance.expectation != result.expectation_id:
                continue
            outcome: Outcome = "not_needed"
            if acceptance.delivery not in deliveries:
                outcome = "other_delivery"
            elif result.verdict_code == "failed" and _is_acceptable(result.expectation_id):
                outcome = "used"
                changed = replace(result, verdict_code="accepted")
            applied.append(Applied(acceptance, outcome, changed))
        seen.append(changed)
    return seen, applied


def write(connection: duckdb.DuckDBPyConnection, stage: Stage, applied: Sequence[Applied]) -> None:
    """Put what became of the acceptances of a stage into the warehouse."""
    connection.execute(f"delete from {ACCEPTANCES_TABLE} where stage_code = ?", [stage])
    for one in applied:
        connection.execute(
            f"insert into {ACCEPTANCES_TABLE} values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                stage,
                one.acceptance.expectation,
                one.acceptance.delivery,
                one.acceptance.accepted_on,
                one.acceptance.reason,
                one.outcome,
                one.result.statement,
                one.result.checked_count,
                one.result.failing_count,
            ],
        )
