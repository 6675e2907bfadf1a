"""Asks the second opinion: does a change make the warehouse disagree with the other implementation?

Registers of the same making as those of `tests/python/test_second_opinion.py` are counted once by
the other implementation, and the warehouse agrees with it. After that every difference in the
published cells or in the fates of the records is a disagreement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl
from hypothesis import HealthCheck, Phase, given, settings

from tests.second_opinion import Lists, Register, count
from tests.second_opinion.comparison import differences
from tests.second_opinion.registers import (
    SYSTEMS,
    TEST_CROSSWALK_ROWS,
    YEARS,
    Spellings,
    registers,
)
from tests.second_opinion.warehouse import CELLS, FATES

from .replay import Replay, Trial, Verdict
from .run import GROUPS

TEST: Final = "test_random_registers"
"""The test that compares the two on hundreds of registers."""

IDS: Final = ("record_id", "notification_id", "person_pseudonym")
WATCHED: Final = {
    "published_cells": "*",
    "aud_record_fate": (
        "source_table, record_id, delivery_id, fate_code, rule_id, rejection_reason_code"
    ),
}


class Opinion:
    """Warehouses of random registers on which both opinions agree."""

    def __init__(
        self, compiled: Mapping[str, Any], seeds: Mapping[str, Any], database: Path
    ) -> None:
        """Draw the registers, build their warehouses and compare.

        A register on which the opinions differ proves nothing about a change and is left out;
        `red` counts them.
        """
        lists = Lists.load(extra=TEST_CROSSWALK_ROWS)
        self._replays = []
        self.red = 0
        for register in _registers(lists):
            replay = Replay(
                compiled,
                seeds,
                database,
                register=register,
                crosswalk_rows=TEST_CROSSWALK_ROWS,
                watched=WATCHED,
            )
            replay.build()
            cells, fates = (replay.execute(sql).pl() for sql in (CELLS, FATES))
            found = differences(count(register, lists), cells, fates)
            if found:
                self.red += 1
            else:
                self._replays.append(replay)

    def examine(self, trial: Trial) -> Verdict | None:
        """Say that the test of the random registers sees a change, or nothing."""
        for replay in self._replays:
            kind = replay.examine(trial).kind
            if kind != "survived":
                return Verdict(kind if kind == "stillborn" else "second opinion", TEST)
        return None


def _registers(lists: Lists) -> list[Register]:
    """Draw registers, always the same, and put them together in groups."""
    drawn: list[Register] = []

    @settings(
        max_examples=sum(GROUPS),
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(registers(lists, Spellings.of(lists, SYSTEMS, YEARS)))
    def draw(register: Register) -> None:
        drawn.append(register)

    draw()
    groups, start = [], 0
    for size in GROUPS:
        groups.append(_joined(drawn[start : start + size]))
        start += size
    return groups


def _joined(parts: Sequence[Register]) -> Register:
    """Put registers together; ids and pseudonyms get the number of their register in front."""

    def numbered(table: pl.DataFrame, number: int) -> pl.DataFrame:
        return table.with_columns(
            pl.when(pl.col(name).str.strip_chars() == "")
            .then(pl.col(name))
            .otherwise(pl.col(name).str.replace(r"\S", f"{number}-$0"))
            for name in IDS
            if name in table.columns
        )

    return Register(
        pl.concat([numbered(part.notifications, n) for n, part in enumerate(parts)]),
        pl.concat([numbered(part.emm_records, n) for n, part in enumerate(parts)]),
    )
