"""All suites, and the limits they apply."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Final

import duckdb

from slachtoffermonitor.guards import arrival, release
from slachtoffermonitor.guards.checks import Limits, Stage, Suite

SUITES: Final[tuple[Suite, ...]] = (*arrival.SUITES, *release.SUITES)

IDS: Final = tuple(suite.identify(check) for suite in SUITES for check in suite.checks)
"""The ids of all expectations, in their order."""

LIMITS_SEED: Final = Path("seeds/reference/ref_expectation_limits.csv")
"""Where the limits are kept, in the project."""


def suites_of(stage: Stage) -> tuple[Suite, ...]:
    """Return the suites of a stage, in the order in which they are judged."""
    return tuple(suite for suite in SUITES if suite.stage == stage)


def read_limits(connection: duckdb.DuckDBPyConnection) -> Limits:
    """Return the limits of a warehouse."""
    rows = connection.execute(
        "select limit_code, limit_value from reference.ref_expectation_limits"
    ).fetchall()
    return {str(code): Decimal(value) for code, value in rows}


def seeded_limits(root: Path) -> Limits:
    """Return the limits of the project in a directory, from the seed."""
    with (root / LIMITS_SEED).open(encoding="utf-8", newline="") as stream:
        return {row["limit_code"]: Decimal(row["limit_value"]) for row in csv.DictReader(stream)}
