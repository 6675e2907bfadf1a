"""Compares the two opinions on a register, and says where they differ."""

from __future__ import annotations

from typing import Final

import polars as pl

from . import Opinion
from .cells import CELL
from .register import Register
from .registers import described

LINES_SHOWN: Final = 40
"""So many differences are shown; the rest is counted."""


def differences(opinion: Opinion, cells: pl.DataFrame, fates: pl.DataFrame) -> list[str]:
    """Return what the opinions do not share, one line each.

    Cells are compared as rows with their key, value, base and percentage. Records are compared as a
    multiset of (table, record id, delivery, fate, rule, reason): for an id used once that is
    a comparison by key; for a repeated id it does not matter which of equal copies comes first.

    Args:
        opinion: the second opinion.
        cells: the warehouse's published cells, as `warehouse.Warehouse.cells` gives them.
        fates: the warehouse's fates of the records, as `warehouse.Warehouse.fates` gives them.
    """
    return [
        *_unshared("cell", opinion.cells, cells),
        *_unshared("record", opinion.fates, fates),
    ]


def _unshared(noun: str, second: pl.DataFrame, warehouse: pl.DataFrame) -> list[str]:
    columns = second.columns
    counts = [
        table.select(columns).group_by(columns).agg(pl.len().cast(pl.Int64).alias(name))
        for name, table in (("expected", second), ("found", warehouse))
    ]
    both = counts[0].join(counts[1], on=columns, how="full", coalesce=True, nulls_equal=True)
    unequal = both.with_columns(pl.col("expected", "found").fill_null(0)).filter(
        pl.col("expected") != pl.col("found")
    )
    return [
        f"{noun} {'of the warehouse only' if row['found'] > row['expected'] else 'expected'}: "
        + ", ".join(str(row[column]) for column in columns)
        for row in unequal.sort(columns, nulls_last=True).iter_rows(named=True)
    ]


def report(register: Register, found: list[str]) -> str:
    """Return one text for people: the differences, then the records that lead to them.

    Only for registers that were made up: the text holds their pseudonyms.
    """
    more = [f"and {len(found) - LINES_SHOWN} more"] if len(found) > LINES_SHOWN else []
    return "\n".join(
        [
            f"{len(found)} differences between the second opinion and the warehouse",
            "(cells: " + ", ".join((*CELL, "value", "base", "pct")) + "; values in millionths)",
            *found[:LINES_SHOWN],
            *more,
            "The register:",
            described(register),
        ]
    )
