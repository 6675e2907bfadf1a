"""Counts numbered random registers both ways, and says what was in them.

A register is drawn from its number alone: the same number gives the same register.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from . import Lists, Opinion, Register, count
from .comparison import differences
from .registers import SYSTEMS, TEST_CROSSWALK_ROWS, YEARS, Spellings, make_register
from .warehouse import Warehouse

LARGEST_SIZE: Final = 60
TYPICAL_SIZE: Final = 40

TEST_LISTS: Final = Lists.load(extra=TEST_CROSSWALK_ROWS)
"""With crosswalk rows for cases that the shipped crosswalks do not have."""

SPELLINGS: Final = Spellings.of(TEST_LISTS, SYSTEMS, YEARS)


def numbered(number: int) -> Register:
    """Return the random register with a number, of 1 to 60 records."""
    rng = random.Random(number)  # noqa: S311 - nothing secret
    return make_register(rng, rng.randint(1, LARGEST_SIZE), TEST_LISTS, SPELLINGS)


def typical() -> Register:
    """Return a register of a usual size, to open a warehouse with."""
    return make_register(random.Random(0), TYPICAL_SIZE, TEST_LISTS, SPELLINGS)  # noqa: S311


@dataclass
class Proof:
    """What came of random registers.

    Attributes:
        counted: number -> the register on which both agreed, with the warehouse's cells and fates.
        failing: numbers of registers on which they did not.
        seen: situation -> numbers of the registers with it, on which both agreed.
    """

    counted: dict[int, tuple[Register, pl.DataFrame, pl.DataFrame]] = field(default_factory=dict)
    failing: list[int] = field(default_factory=list)
    seen: dict[str, set[int]] = field(default_factory=dict)

    def never_seen(self) -> list[str]:
        """Return what has to occur, or nothing is proved, and has not."""
        return sorted(set(expected_situations()) - set(self.seen))


def prove(
    numbers: Iterable[int], warehouse: Warehouse, tell: Callable[[int], None] = lambda _: None
) -> Proof:
    """Count registers both ways.

    Args:
        numbers: of the registers.
        warehouse: opened with `TEST_CROSSWALK_ROWS`.
        tell: told every number that is done.
    """
    proof = Proof()
    for number in numbers:
        register = numbered(number)
        opinion = count(register, TEST_LISTS)
        cells, fates = warehouse.run(register)
        if differences(opinion, cells, fates):
            proof.failing.append(number)
        else:
            proof.counted[number] = (register, cells, fates)
            for situation in situations(opinion):
                proof.seen.setdefault(situation, set()).add(number)
        tell(number)
    return proof


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
    populations = filled.filter(
        pl.col("row_code") == "ANALYSIS_POPULATION", pl.col("column_kind") == "year"
    )
    if populations.group_by("column_code").agg(pl.col("value").n_unique())["value"].max() == 2:
        yield "a year with two populations"
    if opinion.standing["delivery_id"].str.to_lowercase().str.starts_with("synthetic").all():
        yield "a synthetic register"


def expected_situations() -> Iterator[str]:
    """Say what has to be in one of many random registers, or nothing is proved by them."""
    yield from ("a shared rank", "a rank beyond five", "several editions")
    yield from ("a year with two populations", "a synthetic register")
    yield "an expected number with decimals"
    for fate in TEST_LISTS["ref_record_fates"]["fate_code"]:
        if fate != "rejected":
            yield f"fate {fate}"
    for reason in TEST_LISTS["ref_rejection_reasons"]["rejection_reason_code"]:
        yield f"fate {reason}"
    rows = [TEST_LISTS["ref_row_codes"].select("row_kind", "row_code")]
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
        codes = TEST_LISTS[table].select(pl.lit(row_kind).alias("row_kind"), row_code=column)
        if row_kind == "prostitution_sector":
            codes = codes.filter(pl.col("row_code") != "ONB")
        rows.append(codes)
    for exhibit, row_kind, row_code in (
        TEST_LISTS["ref_exhibit_rows"]
        .join(pl.concat(rows), on="row_kind")
        .select("exhibit_code", "row_kind", "row_code")
        .unique()
        .iter_rows()
    ):
        yield f"{exhibit} {row_kind} {row_code}"


# --- and would not agree if one of them were wrong ---


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
    Change(
        "R-08",
        "ref_edition_rules",
        {"exclusion_rule_id": "R-08"},
        "last_edition_code",
        "2017-2021",
    ),
    Change(
        "R-07",
        "ref_edition_rules",
        {"exclusion_rule_id": "R-07"},
        "first_edition_code",
        "2015-2019",
    ),
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


def changed_lists(change: Change) -> Lists:
    """Return the reference lists with a change.

    Raises:
        ValueError: it changes nothing.
    """
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
    if changed.equals(table):
        raise ValueError(f"{change.rule}: {change.table} is as it was.")
    return Lists(TEST_LISTS.tables | {change.table: changed}, TEST_LISTS.crosswalks)


def noticing(change: Change, proof: Proof) -> Iterator[int]:
    """Give the numbers of the registers on which a change makes a difference."""
    lists = changed_lists(change)
    for number, (register, cells, fates) in proof.counted.items():
        if differences(count(register, lists), cells, fates):
            yield number


def fewest(wanted: Mapping[str, set[int]], times: int = 1) -> list[int]:
    """Return few registers in which everything occurs: each time the one with most of what is left.

    Args:
        wanted: what has to occur, and in which registers it does.
        times: in so many of them, as far as there are so many.
    """
    chosen: set[int] = set()
    for _ in range(times):
        left = {name: numbers - chosen for name, numbers in wanted.items()}
        while left := {name: numbers for name, numbers in left.items() if numbers}:
            everywhere = sorted(set().union(*left.values()))
            best = max(everywhere, key=lambda number: sum(number in left[name] for name in left))
            chosen.add(best)
            left = {name: numbers for name, numbers in left.items() if best not in numbers}
    return sorted(chosen)
