"""A second opinion: the counting rules of the monitor, written a second time.

Written in Polars from the rules, the rulings in `docs/decisions` and the contract of the register,
not from the warehouse's SQL. `docs/second-opinion.md` says how the two are compared.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from . import cells, records, victims
from .lists import Lists
from .register import Register

__all__ = ["Lists", "Opinion", "Register", "count"]


@dataclass(frozen=True)
class Opinion:
    """What becomes of a register.

    Attributes:
        cells: every published cell, see `cells.published_cells`.
        fates: one row per raw record: source_table, record_id, delivery_id, fate, rule, reason.
        standing: the records that stand, see `records.assess`.
        known: the known victim-years, see `victims.victim_years`.
        unit_notifications: see `victims.police_unit_notifications`.
    """

    cells: pl.DataFrame
    fates: pl.DataFrame
    standing: pl.DataFrame
    known: pl.DataFrame
    unit_notifications: pl.DataFrame


def count(register: Register, lists: Lists) -> Opinion:
    """Count a register.

    Raises:
        records.UnknownCodeError: a code of a usable record is in no crosswalk.
    """
    raw = records.decide_versions(records.assess(register, lists), lists)
    codes = records.attribute_codes(raw, lists)
    standing = victims.standing_records(raw)
    known = victims.victim_years(standing, codes, lists)
    units = victims.police_unit_notifications(standing, codes, known)
    return Opinion(
        cells=cells.published_cells(cells.counts_of(known, units, lists), lists),
        fates=_fates(raw, standing, known, lists),
        standing=standing,
        known=known,
        unit_notifications=units,
    )


def _fates(
    raw: pl.DataFrame, standing: pl.DataFrame, known: pl.DataFrame, lists: Lists
) -> pl.DataFrame:
    """Return where every raw record ends, and by which rule: in exactly one place.

    A record is excluded where the rules of the default edition leave its victim-year out.
    """
    accepted = raw.filter(pl.col("step").ne_missing("rejected"))["delivery_id"]
    excluding = cells.rules_of_default_edition(
        known,
        lists,
        is_synthetic=accepted.str.to_lowercase().str.starts_with("synthetic").all(),
    )
    reasons = lists["ref_rejection_reasons"].select("rule_id", reason="rejection_reason_code")
    traced = (
        raw.join(reasons, on="reason", how="left", maintain_order="left")
        .join(victims.number_within_group(standing), on="row", how="left", maintain_order="left")
        .join(
            known.select(*victims.VICTIM_YEAR, "exclusion"),
            on=victims.VICTIM_YEAR,
            how="left",
            maintain_order="left",
        )
    )
    fate = (
        pl.when(pl.col("step").is_not_null())
        .then(pl.col("step"))
        .when(pl.col("kind") != records.NOTIFICATION)
        .then(pl.lit("not_a_notification"))
        .when(pl.col("number") > 1)
        .then(pl.lit("duplicate"))
        .when(pl.col("exclusion").is_in(excluding))
        .then(pl.lit("excluded"))
        .otherwise(pl.lit("counted"))
    )
    rule = (
        pl.when(pl.col("step") == "rejected")
        .then(pl.col("rule_id"))
        .when(pl.col("fate").is_in(["superseded", "withdrawn"]))
        .then(pl.lit("R-01"))
        .when(pl.col("fate") == "not_a_notification")
        .then(
            pl.when(pl.col("kind") == records.LETTER).then(pl.lit("R-09")).otherwise(pl.lit("R-07"))
        )
        .when(pl.col("fate") == "excluded")
        .then(pl.col("exclusion"))
        .otherwise(pl.lit("R-05"))
    )
    return traced.with_columns(fate=fate).select(
        "source_table",
        "record_id",
        "delivery_id",
        "fate",
        rule.alias("rule"),
        "reason",
    )
