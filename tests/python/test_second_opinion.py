"""The warehouse and a second implementation of the rules agree (docs/second-opinion.md).

The number of random registers is set by SECOND_OPINION_REGISTERS; the same number gives the same
registers.
"""

from __future__ import annotations

import contextlib
import os
import random
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.second_opinion import Lists, Opinion, Register, count, records
from tests.second_opinion.comparison import differences, report
from tests.second_opinion.lists import ROOT
from tests.second_opinion.registers import (
    SYSTEMS,
    TEST_CROSSWALK_ROWS,
    YEARS,
    Spellings,
    make_register,
    registers,
    smallest,
)
from tests.second_opinion.warehouse import (
    Compiled,
    Project,
    UnknownCodeError,
    Warehouse,
    open_warehouse,
)

RANDOM_REGISTERS: Final = int(os.environ.get("SECOND_OPINION_REGISTERS", "500"))
ENOUGH_FOR_EVERYTHING: Final = 500
"""So many random registers have every situation in them."""

REGISTERS_FOR_CHANGES: Final = 200
"""So many are enough to notice a changed rule."""

TYPICAL_SIZE: Final = 40
LARGEST_SIZE: Final = 60

SHIPPED: Final = ROOT / "seeds" / "registrations"


def repeatable(registers: int) -> settings:
    """Settings for so many registers, the same ones every time."""
    return settings(
        max_examples=registers,
        deadline=None,
        derandomize=True,
        database=None,
        # What is found is made smaller by `smallest`.
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )


LISTS: Final = Lists.load()
TEST_LISTS: Final = Lists.load(extra=TEST_CROSSWALK_ROWS)
SPELLINGS: Final = Spellings.of(TEST_LISTS, SYSTEMS, YEARS)


@pytest.fixture(scope="module")
def project(compiled: Compiled) -> Project:
    return compiled.leading_to()


@pytest.fixture(scope="module")
def warehouse(project: Project) -> Iterator[Warehouse]:
    """A warehouse with crosswalk rows for cases that the shipped crosswalks do not have."""
    typical = make_register(random.Random(0), TYPICAL_SIZE, TEST_LISTS, SPELLINGS)  # noqa: S311
    with open_warehouse(project, typical, TEST_CROSSWALK_ROWS) as opened:
        yield opened


@dataclass
class Run:
    """What came of the random registers.

    Attributes:
        seen: situation -> registers with it, on which the opinions agreed; "registers": all.
        failing: registers on which they did not agree.
        counted: the last ones on which they did, with the warehouse's cells and fates.
    """

    seen: Counter[str]
    failing: list[Register]
    counted: deque[tuple[Register, pl.DataFrame, pl.DataFrame]]


@pytest.fixture(scope="module")
def run(warehouse: Warehouse) -> Run:
    """Count the random registers."""
    result = Run(Counter(), [], deque(maxlen=REGISTERS_FOR_CHANGES))

    @repeatable(RANDOM_REGISTERS)
    @given(register=registers(TEST_LISTS, SPELLINGS, most=LARGEST_SIZE))
    def opinions_agree(register: Register) -> None:
        opinion = count(register, TEST_LISTS)
        cells, fates = warehouse.run(register)
        if differences(opinion, cells, fates):
            result.failing.append(register)
            raise AssertionError
        result.seen.update(["registers", *situations(opinion)])
        result.counted.append((register, cells, fates))

    with contextlib.suppress(AssertionError):
        opinions_agree()
    return result


# --- they agree ------------------------------------------------------------------------------


def test_they_agree_on_the_shipped_register(project: Project) -> None:
    if not (SHIPPED / "raw_notifications.csv").exists():
        pytest.skip("no register is shipped")
    register = Register.read(SHIPPED, prefix="raw_")
    opinion = count(register, LISTS)
    with open_warehouse(project, register) as warehouse:
        found = differences(opinion, *warehouse.run(register))
    assert not found, "\n".join([f"{len(found)} differences", *found[:40]])
    assert opinion.cells.height > 1000
    assert opinion.fates.height == register.notifications.height + register.emm_records.height


def test_they_agree_on_random_registers(run: Run, warehouse: Warehouse) -> None:
    def disagreements(register: Register) -> list[str]:
        return differences(count(register, TEST_LISTS), *warehouse.run(register))

    if run.failing:
        register = smallest(run.failing[0], lambda smaller: bool(disagreements(smaller)))
        pytest.fail(report(register, disagreements(register)))
    assert run.seen["registers"] >= RANDOM_REGISTERS


def test_the_random_registers_have_everything_in_them(run: Run) -> None:
    if run.seen["registers"] < ENOUGH_FOR_EVERYTHING:
        pytest.skip("too few registers")
    never = set(expected_situations()) - set(run.seen)
    assert not never, f"no register has: {sorted(never)}"


def situations(opinion: Opinion) -> Iterator[str]:
    """Say what was in a register."""
    for fate, reason in opinion.fates.select("fate", "reason").unique().iter_rows():
        yield f"fate {reason or fate}"
    filled = opinion.cells.filter(pl.col("value") > 0)
    for exhibit, row_kind, row_code in (
        filled.select("exhibit_code", "row_kind", "row_code").unique().iter_rows()
    ):
        yield f"{exhibit} {row_kind} {row_code}"
    ranks = filled.filter(pl.col("measure") == "rank")
    if ranks.select("edition_code", "column_kind", "column_code", "value").is_duplicated().any():
        yield "a shared rank"
    if (ranks["value"] > 5_000_000).any():
        yield "a rank beyond five"
    imputed = filled.filter(pl.col("row_kind") == "visibility")["value"]
    if (imputed % 1_000_000 != 0).any():
        yield "an expected number with decimals"
    if opinion.cells["edition_code"].n_unique() > 1:
        yield "several editions"


def expected_situations() -> Iterator[str]:
    """Say what has to be in one of many random registers, or nothing is proved by them."""
    yield from ("a shared rank", "a rank beyond five", "several editions")
    yield "an expected number with decimals"
    for fate in LISTS["ref_record_fates"]["fate_code"]:
        if fate != "rejected":
            yield f"fate {fate}"
    for reason in LISTS["ref_rejection_reasons"]["rejection_reason_code"]:
        yield f"fate {reason}"
    rows = [LISTS["ref_row_codes"].select("row_kind", "row_code")]
    for table, column, row_kind in (
        ("ref_exploitation_forms", "exploitation_form_code", "any_form"),
        ("ref_prostitution_sectors", "prostitution_sector_code", "prostitution_sector"),
        ("ref_labour_sectors", "labour_sector_code", "labour_sector"),
        ("ref_criminal_manners", "criminal_manner_code", "criminal_manner"),
        ("ref_trafficking_forms", "trafficking_form_code", "trafficking_form"),
        ("ref_genders", "gender_code", "gender"),
        ("ref_origin_regions", "origin_region_code", "origin_region"),
        ("ref_age_bands", "age_band_code", "age_band"),
        ("ref_reporter_groups", "reporter_group_code", "reporter_group"),
        ("ref_legal_bases", "legal_basis_code", "legal_basis"),
    ):
        codes = LISTS[table].select(pl.lit(row_kind).alias("row_kind"), row_code=column)
        if row_kind == "prostitution_sector":
            codes = codes.filter(pl.col("row_code") != "ONB")
        rows.append(codes)
    for exhibit, row_kind, row_code in (
        LISTS["ref_exhibit_rows"]
        .join(pl.concat(rows), on="row_kind")
        .select("exhibit_code", "row_kind", "row_code")
        .unique()
        .iter_rows()
    ):
        yield f"{exhibit} {row_kind} {row_code}"


def test_both_stop_at_an_unknown_code(warehouse: Warehouse) -> None:
    outcomes: Counter[tuple[bool, bool]] = Counter()

    @repeatable(40)
    @given(register=registers(TEST_LISTS, SPELLINGS, most=12, unknown_code=True))
    def both_or_none(register: Register) -> None:
        stopped = [False, False]
        try:
            count(register, TEST_LISTS)
        except records.UnknownCodeError:
            stopped[0] = True
        try:
            warehouse.run(register)
        except UnknownCodeError:
            stopped[1] = True
        outcomes[stopped[0], stopped[1]] += 1

    both_or_none()
    assert set(outcomes) == {(True, True), (False, False)}


# --- and would not if one of them were wrong -------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One value of the reference lists that is another for the second opinion only."""

    rule: str
    table: str
    row: dict[str, str]
    column: str
    value: str | int | bool


CHANGES: Final = (
    Change(
        "R-17",
        "ref_parameters",
        {"parameter_code": "imputation_minimum_known"},
        "parameter_value",
        "6",
    ),
    Change(
        "R-22",
        "ref_parameters",
        {"parameter_code": "consent_required_from"},
        "parameter_value",
        "2018-05-26",
    ),
    Change("R-26", "ref_parameters", {"parameter_code": "age_maximum"}, "parameter_value", "109"),
    Change("R-28", "ref_parameters", {"parameter_code": "top_rank"}, "parameter_value", "3"),
    Change(
        "R-01",
        "ref_rejection_reasons",
        {"rejection_reason_code": "consent_missing"},
        "supersedes_lower_versions",
        False,
    ),
    Change("R-03", "ref_attribute_registration_years", {}, "registered_from_year", 2017),
    Change("R-13", "ref_countries", {"country_code": "XXA"}, "nationality_class_code", "UNKNOWN"),
    Change(
        "R-15",
        "ref_prostitution_sectors",
        {"prostitution_sector_code": "RAAM"},
        "hierarchy_order",
        7,
    ),
    Change("R-18", "ref_labour_sectors", {"labour_sector_code": "OVERIG"}, "is_residual", False),
    Change("R-19", "ref_criminal_manners", {"criminal_manner_code": "DRUGS"}, "is_residual", True),
    Change("R-26", "ref_age_bands", {"age_band_code": "18-22"}, "age_to", 21),
    Change("R-27", "ref_countries", {"country_code": "TUR"}, "origin_region_code", "OVE"),
    Change(
        "attributes that disagree",
        "ref_reporter_groups",
        {"reporter_group_code": "POL"},
        "priority_order",
        7,
    ),
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: f"{change.rule} {change.table}")
def test_a_changed_rule_is_noticed(change: Change, run: Run) -> None:
    if len(run.counted) < REGISTERS_FOR_CHANGES:
        pytest.skip("too few registers")
    table = TEST_LISTS[change.table]
    row = pl.all_horizontal(
        pl.lit(value=True), *(pl.col(name) == value for name, value in change.row.items())
    )
    changed = table.with_columns(
        pl.when(row)
        .then(pl.lit(change.value))
        .otherwise(pl.col(change.column))
        .alias(change.column)
    )
    assert not changed.equals(table)
    lists = Lists(TEST_LISTS.tables | {change.table: changed}, TEST_LISTS.crosswalks)
    assert any(
        differences(count(register, lists), cells, fates) for register, cells, fates in run.counted
    )
