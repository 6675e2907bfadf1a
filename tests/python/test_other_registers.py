"""Every data test holds on registers that are nothing like the shipped one.

A data test that fails stops the build. One that only ever saw the shipped register may ask for
something that is true of that register and not of a sound one elsewhere: years of the ledger,
records of the EMM, at least one victim.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from typing import Final

import polars as pl
import pytest

from lab.scale import ScaleSettings, generate
from tests.second_opinion import Lists, Register
from tests.second_opinion.lists import ROOT
from tests.second_opinion.registers import SYSTEMS, YEARS, Spellings, make_register
from tests.second_opinion.warehouse import Compiled, Warehouse, open_warehouse

RANDOM_REGISTERS: Final = int(os.environ.get("OTHER_REGISTERS", "8"))
SIZE: Final = 40

NOT_IN_MEMORY: Final = {"unique_key_aud_delivery_files_source_file__received_year__received_year"}
"""It is about files, and a register in memory has none."""


def part(keep: str) -> Callable[[Register], Register]:
    """Return what leaves out all notifications that do not meet a condition."""
    return lambda whole: Register(whole.notifications.sql(keep), whole.emm_records)


EDGES: Final[dict[str, Callable[[Register], Register]]] = {
    "years after the ledger": lambda whole: whole,
    "one record": part("select * from self limit 1"),
    "no records of the EMM": lambda whole: Register(whole.notifications, whole.emm_records.clear()),
    "one reporter": part("select * from self where reporter = 'KMAR'"),
    "nobody of known gender": lambda whole: Register(
        whole.notifications.with_columns(gender=pl.lit("")), whole.emm_records.clear()
    ),
    "nobody agreed": lambda whole: Register(
        whole.notifications.with_columns(consent=pl.lit("no")), whole.emm_records.clear()
    ),
}


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """Return a register of two years of which the ledger knows nothing."""
    settings = ScaleSettings(1_000, seed=4, first_year=2023, last_year=2024, workers=2)
    made = generate(settings, ROOT / "seeds", tmp_path_factory.mktemp("later") / "made")
    return Register.read(made.register)


@pytest.fixture(scope="module")
def warehouse(compiled: Compiled, later: Register) -> Iterator[Warehouse]:
    project = compiled.leading_to(None)
    assert len(project.tests) > 100
    with open_warehouse(project, later) as opened:
        yield opened


def broken(warehouse: Warehouse) -> set[str]:
    """Return the data tests that do not hold on the register that was counted last."""
    return set(warehouse.broken_tests()) - NOT_IN_MEMORY


@pytest.mark.parametrize("edge", EDGES)
def test_every_data_test_holds_at_the_edges(
    edge: str, later: Register, warehouse: Warehouse
) -> None:
    warehouse.run(EDGES[edge](later))
    assert not warehouse.cells().is_empty(), "a build would stop before its data tests"
    assert broken(warehouse) == set()


@pytest.mark.parametrize("seed", range(RANDOM_REGISTERS))
def test_every_data_test_holds_on_random_registers(seed: int, warehouse: Warehouse) -> None:
    lists = Lists.load()
    spellings = Spellings.of(lists, SYSTEMS, YEARS)
    register = make_register(random.Random(seed), SIZE, lists, spellings)  # noqa: S311
    warehouse.run(register)
    if warehouse.cells().is_empty():
        pytest.skip("a build would stop before its data tests: the register covers no edition")
    assert broken(warehouse) == set()


def test_a_data_test_that_does_not_hold_is_named(later: Register, warehouse: Warehouse) -> None:
    warehouse.run(later)
    warehouse.execute("delete from audit.aud_record_fate")
    assert "every_record_has_exactly_one_fate" in warehouse.broken_tests()
