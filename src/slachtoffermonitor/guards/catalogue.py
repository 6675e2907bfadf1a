"""All suites, what they look at, and the limits they apply."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final

import duckdb

from slachtoffermonitor.guards.checks import Limits, Stage, Suite
from slachtoffermonitor.guards.library import Library, expectations_folder

LIBRARY: Final = Library.read(expectations_folder())
"""The files of the expectations."""

SUITES: Final[tuple[Suite, ...]] = LIBRARY.suites

IDS: Final = tuple(suite.identify(check) for suite in SUITES for check in suite.checks)
"""The ids of all expectations, in their order."""

RAW_TABLES: Final = frozenset(suite.code for suite in SUITES if suite.batch == "raw_table")
"""Suites of the raw tables, which look at each other."""

NOTIFICATIONS: Final = LIBRARY.suite("raw_notifications")
EMM_RECORDS: Final = LIBRARY.suite("raw_emm_records")

DELIVERED_RECORDS: Final = LIBRARY.batch("delivered_records")
"""SQL of what the published tables are held against."""

LIMITS_SEED: Final = Path("seeds/reference/ref_expectation_limits.csv")
"""Where the limits are kept, in the project."""


def suites_of(stage: Stage) -> tuple[Suite, ...]:
    """Return the suites of a stage, in the order in which they are judged."""
    return tuple(suite for suite in SUITES if suite.stage == stage)


def batch(suite: Suite, text_columns: Sequence[tuple[str, str]] = ()) -> str:
    """Return the SQL of what a suite looks at.

    Args:
        suite: which one.
        text_columns: names of the published tables and of their columns with texts and dates.
    """
    if suite.batch == "published_texts":
        return LIBRARY.batch(suite.batch, columns=text_columns)
    if suite.batch:
        # The notifications are ready when the EMM records are prepared.
        is_emm = suite.code == EMM_RECORDS.code
        others = NOTIFICATIONS.code if is_emm else EMM_RECORDS.relation
        return LIBRARY.batch(suite.batch, relation=suite.relation, others=others)
    return f"select * from {suite.relation}"


def read_limits(connection: duckdb.DuckDBPyConnection) -> Limits:
    """Return the limits of a warehouse."""
    rows = connection.execute(
        "select limit_code, limit_value from staging.stg_reference__expectation_limits"
    ).fetchall()
    return {str(code): Decimal(value) for code, value in rows}


def seeded_limits(root: Path) -> Limits:
    """Return the limits of the project in a directory, from the seed."""
    with (root / LIMITS_SEED).open(encoding="utf-8", newline="") as stream:
        return {row["limit_code"]: Decimal(row["limit_value"]) for row in csv.DictReader(stream)}
