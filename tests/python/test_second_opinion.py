"""The warehouse and a second implementation of the rules agree (docs/second-opinion.md).

The number of random registers is set by SECOND_OPINION_REGISTERS; the same number gives the same
registers.
"""

from __future__ import annotations

import contextlib
import os
import random
from collections import Counter
from collections.abc import Iterator
from typing import Final

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from tests.reference import Lists, Opinion, Register, count, records
from tests.reference.comparison import differences, report
from tests.reference.lists import ROOT
from tests.reference.registers import (
    SYSTEMS,
    TEST_CROSSWALK_ROWS,
    YEARS,
    Spellings,
    make_register,
    registers,
    smallest,
)
from tests.reference.warehouse import (
    Project,
    UnknownCodeError,
    Warehouse,
    compile_project,
    open_warehouse,
)

RANDOM_REGISTERS: Final = int(os.environ.get("SECOND_OPINION_REGISTERS", "500"))
SHIPPED: Final = ROOT / "seeds" / "registrations"

REPEATABLE: Final = settings(
    deadline=None,
    derandomize=True,
    database=None,
    # What is found is made smaller by `smallest`.
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)

EXPECTED_SITUATIONS: Final[frozenset[str]] = frozenset()

LISTS: Final = Lists.load()
TEST_LISTS: Final = Lists.load(extra=TEST_CROSSWALK_ROWS)
SPELLINGS: Final = Spellings.of(TEST_LISTS, SYSTEMS, YEARS)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return compile_project(tmp_path_factory.mktemp("second_opinion"))


@pytest.fixture(scope="module")
def warehouse(project: Project) -> Iterator[Warehouse]:
    """A warehouse with crosswalk rows for cases that the shipped crosswalks do not have."""
    typical = make_register(random.Random(1), 40, TEST_LISTS, SPELLINGS)  # noqa: S311 - a fixed draw
    with open_warehouse(project, typical, TEST_CROSSWALK_ROWS) as opened:
        yield opened


def test_shipped_register(project: Project) -> None:
    if not (SHIPPED / "raw_notifications.csv").exists():
        pytest.skip("no register is shipped")
    register = Register.read(SHIPPED, prefix="raw_")
    with open_warehouse(project, register) as warehouse:
        found = differences(count(register, LISTS), *warehouse.run(register))
    assert not found, "\n".join([f"{len(found)} differences", *found[:40]])


def situations(opinion: Opinion) -> Iterator[str]:
    """Say what a register had in it, to see that the random ones have everything."""
    fates = opinion.fates
    yield from (
        "fate " + "/".join(str(part) for part in row if part)
        for row in fates.select("fate", "rule", "reason").unique().iter_rows()
    )
    cells = opinion.cells.filter(pl.col("value") > 0)
    yield from (
        f"{exhibit}: {row_kind} {row_code}"
        for exhibit, row_kind, row_code in cells.filter(pl.col("exhibit") != "tab_2_1")
        .select("exhibit", "row_kind", "row_code")
        .unique()
        .iter_rows()
    )
    ranks = opinion.cells.filter(pl.col("measure") == "rank").drop_nulls("value")
    per_column = ranks.group_by("edition", "column_kind", "column_code")
    if (per_column.agg(pl.col("value").n_unique() < pl.len())["value"]).any():
        yield "tab_2_1: a shared rank"
    if (ranks["value"] > 5_000_000).any():
        yield "tab_2_1: a rank beyond five"
    yield f"editions: {opinion.cells['edition'].n_unique()}"


def test_random_registers(warehouse: Warehouse) -> None:
    seen: Counter[str] = Counter()
    failing: list[Register] = []

    def disagreements(register: Register) -> list[str]:
        return differences(count(register, TEST_LISTS), *warehouse.run(register))

    @REPEATABLE
    @settings(max_examples=RANDOM_REGISTERS)
    @given(register=registers(TEST_LISTS, SPELLINGS))
    def opinions_agree(register: Register) -> None:
        opinion = count(register, TEST_LISTS)
        if differences(opinion, *warehouse.run(register)):
            failing.append(register)
            raise AssertionError
        seen.update(["registers", *situations(opinion)])

    with contextlib.suppress(AssertionError):
        opinions_agree()
    if failing:
        register = smallest(failing[0], lambda smaller: bool(disagreements(smaller)))
        pytest.fail(report(register, disagreements(register)))
    assert seen["registers"] >= RANDOM_REGISTERS
    never = EXPECTED_SITUATIONS - set(seen)
    assert not never, f"{RANDOM_REGISTERS} registers without: {sorted(never)}"


@REPEATABLE
@settings(max_examples=40)
@given(register=registers(TEST_LISTS, SPELLINGS, most=12, unknown_code=True))
def test_both_stop_at_an_unknown_code(warehouse: Warehouse, register: Register) -> None:
    outcomes = []
    for counting, error in (
        (lambda: count(register, TEST_LISTS), records.UnknownCodeError),
        (lambda: warehouse.run(register), UnknownCodeError),
    ):
        try:
            counting()
        except error:
            outcomes.append("stopped")
        else:
            outcomes.append("counted")
    assert outcomes[0] == outcomes[1]
