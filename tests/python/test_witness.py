"""The return to UNODC: both implementations give every row the same number and verdict."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Final

import polars as pl
import pytest
from warehouses import ROOT

from tests.second_opinion import Lists, Register, count
from tests.second_opinion.proof import TEST_LISTS, numbered, typical
from tests.second_opinion.registers import TEST_CROSSWALK_ROWS
from tests.second_opinion.sample import SAMPLE
from tests.second_opinion.warehouse import OUTPUTS, Compiled, Project, Warehouse, open_warehouse
from tests.second_opinion.witness import Return, verdicts

SHIPPED: Final = ROOT / "seeds" / "registrations"
RETURN: Final = Return.load()
WITNESS: Final = """
    select witness_row_id, victim_count, verdict, coalesce(basis_code, reason_code) as detail
    from audit.aud_witness
    order by witness_row_id
"""


@pytest.fixture(scope="module")
def project(compiled: Compiled) -> Project:
    return compiled.leading_to((*OUTPUTS, "aud_witness"))


@pytest.fixture(scope="module")
def warehouse(project: Project) -> Iterator[Warehouse]:
    with open_warehouse(project, typical(), TEST_CROSSWALK_ROWS) as opened:
        yield opened


def _differences(register: Register, lists: Lists, warehouse: Warehouse) -> list[str]:
    warehouse.run(register)
    found = warehouse.execute(WITNESS).pl().rows(named=True)
    expected = verdicts(count(register, lists).known, RETURN).sort("witness_row_id")
    assert len(found) == expected.height == len(RETURN.rows)
    return [
        f"{one} but {other}"
        for one, other in zip(expected.rows(named=True), found, strict=True)
        if one != other
    ]


def test_they_agree_on_the_shipped_register_and_another_definition_would_be_noticed(
    project: Project,
) -> None:
    if not (SHIPPED / "raw_notifications.csv").exists():
        pytest.skip("no register is shipped")
    register, lists = Register.read(SHIPPED, prefix="raw_"), Lists.load()
    with open_warehouse(project, register) as shipped:
        found = _differences(register, lists, shipped)
        assert not found, "\n".join(found[:20])
        verdicts_found = shipped.execute(WITNESS).pl()
    told = tuple(
        row | ({"code": "OTHER"} if row["code"] == "LABOUR" else {}) for row in RETURN.categories
    )
    other = verdicts(count(register, lists).known, Return(RETURN.rows, told, RETURN.bases))
    assert not verdicts_found.equals(other.sort("witness_row_id").select(verdicts_found.columns))


@pytest.mark.parametrize("number", SAMPLE[:6])
def test_they_agree_on_random_registers(number: int, warehouse: Warehouse) -> None:
    found = _differences(numbered(number), TEST_LISTS, warehouse)
    assert not found, "\n".join(found[:20])


def test_the_numbers_before_fitting_are_those_of_comparable_rows() -> None:
    file = ROOT / "seeds" / "witness" / "witness_numbers_before_fitting.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        kept = {row["witness_row_id"] for row in csv.DictReader(stream)}
    nobody = pl.DataFrame(
        {"year": [2014, 2020], "exclusion": ["R-07", "R-07"]}, schema_overrides={"year": pl.Int64}
    )
    comparable = verdicts(nobody, RETURN).filter(pl.col("verdict") != "not_comparable")
    assert kept == set(comparable["witness_row_id"])
