"""The last step of everything in the lab: from tables of counts to the published cells.

Whoever has millions of victim-years counts those that are alike and hands over ten small tables
(`COLUMNS`); codes may be numbers in them. Their cells are counted as the second opinion counts
them, by the same code.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import polars as pl

from tests.second_opinion import cells
from tests.second_opinion.lists import UNKNOWN, Lists
from tests.second_opinion.victims import by_age, form_combination

_TEXT, _NUMBER, _FLAG = pl.String(), pl.Int64(), pl.Boolean()
_WHOM: Final[dict[str, pl.DataType]] = {"year": _NUMBER, "exclusion": _TEXT}

COLUMNS: Final[dict[str, dict[str, pl.DataType]]] = {
    "n_known": {
        **_WHOM,
        "is_emm_known": _FLAG,
        "is_notified": _FLAG,
    },
    "n_persons": {"years": _NUMBER, "kmar_only_years": _NUMBER},
    "n_forms": {**_WHOM, "forms": _NUMBER},
    "n_traits": {**_WHOM, "trafficking_form": _TEXT, "gender": _TEXT, "age": _NUMBER},
    "n_nationalities": {**_WHOM, "trafficking_form": _TEXT, "nationality": _TEXT},
    "n_sexual": {
        **_WHOM,
        "region": _TEXT,
        "adulthood": _TEXT,
        "reporter": _TEXT,
        "prostitution": _NUMBER,
    },
    "n_labour": {**_WHOM, "mask": _NUMBER},
    "n_manners": {**_WHOM, "mask": _NUMBER},
    "n_groups": {
        **_WHOM,
        "trafficking_form": _TEXT,
        "is_african": _FLAG,
        "groups": _NUMBER,
    },
    "n_units": {**_WHOM, "trafficking_form": _TEXT, "units": _NUMBER},
}
"""Table -> its columns beside n, the number of victim-years (of persons in n_persons).

All but n_known are about who was notified. Texts are standard codes; exclusion is the rule that
keeps a victim-year out of the editions in which it is in force, or empty; reporter is any text that
tells the reporters of the imputation apart. Numbers but year and age have a bit for each code, in
the order of the code list (sectors of prostitution by their hierarchy, groups by the order of
belief). Of the years of a person those that R-08 may leave out are in kmar_only_years, the others
in years; both have bit 0 for the year 2000.
"""

_FIRST_YEAR: Final = 2000
_YEARS: Final = 60


def published_cells(tables: Mapping[str, pl.DataFrame], lists: Lists) -> pl.DataFrame:
    """Return the published cells, as the second opinion returns them.

    Args:
        tables: the tables of `COLUMNS`.
        lists: the reference lists.
    """
    counts = {
        name: tables[name]
        .select(
            *(pl.col(column).cast(kind) for column, kind in columns.items()),
            pl.col("n").cast(pl.Int64),
        )
        .with_columns(pl.col("^exclusion$").replace("", None))
        for name, columns in COLUMNS.items()
    }
    regions = lists["ref_countries"].select(nationality="country_code", region="origin_region_code")
    return cells.published_cells(
        cells.Counts(
            known=counts["n_known"].with_columns(has_notification="is_notified"),
            persons=_persons(counts["n_persons"]),
            forms=counts["n_forms"]
            .with_columns(forms=_named("forms", _bits(lists, "exploitation_form")))
            .with_columns(combination=form_combination(lists)),
            traits=counts["n_traits"].with_columns(age_band=by_age("age_band_code", lists)),
            origins=counts["n_nationalities"].join(regions, on="nationality", how="left"),
            sexual=counts["n_sexual"].with_columns(
                prostitution_sectors=_named(
                    "prostitution", _bits(lists, "prostitution_sector", "hierarchy_order")
                )
            ),
            labour=counts["n_labour"].with_columns(
                labour_sectors=_named("mask", _bits(lists, "labour_sector"))
            ),
            criminal=counts["n_manners"].with_columns(
                criminal_manners=_named("mask", _bits(lists, "criminal_manner"))
            ),
            notifications=counts["n_groups"]
            .with_columns(
                group_code=_named("groups", _bits(lists, "reporter_group", "priority_order"))
            )
            .explode("group_code"),
            unit_notifications=counts["n_units"]
            .with_columns(unit=_named("units", _bits(lists, "police_unit")))
            .with_columns(
                unit=pl.when(pl.col("unit").list.len() == 0)
                .then(pl.lit([UNKNOWN]))
                .otherwise("unit")
            )
            .explode("unit"),
        ),
        lists,
    )


def _persons(counted: pl.DataFrame) -> pl.DataFrame:
    """Return a row for every year of persons who are in the same years."""
    bits = {year: 1 << number for number, year in enumerate(_years())}
    numbered = counted.with_row_index("row")
    return pl.concat(
        numbered.select(
            "row",
            "n",
            year=_named(mask, bits).cast(pl.List(pl.Int64)),
            exclusion=pl.lit(rule, dtype=pl.String),
        )
        .explode("year")
        .drop_nulls("year")
        for mask, rule in (("years", None), ("kmar_only_years", "R-08"))
    )


def publish(tables: Mapping[str, pl.DataFrame], seeds: Path, out: Path) -> None:
    """Write the published cells as Parquet, with the types that the warehouse publishes.

    Args:
        tables: the tables of `COLUMNS`.
        seeds: the project's seeds.
        out: the file to write.
    """
    in_units = pl.col("value", "base").cast(pl.Decimal(38, 6)) / cells.MILLION
    published_cells(tables, Lists.load(seeds)).with_columns(
        in_units.cast(pl.Decimal(18, 6)), pl.col("pct").cast(pl.Int32)
    ).write_parquet(out)


def _years() -> range:
    return range(_FIRST_YEAR, _FIRST_YEAR + _YEARS)


def _bits(lists: Lists, name: str, order: str = "sort_order") -> dict[str, int]:
    """Return code -> bit of a list; the bits are in its order, and unknown has none."""
    rows = lists[f"ref_{name}s"].select(f"{name}_code", order)
    return {code: 1 << (place - 1) for code, place in rows.iter_rows() if code != UNKNOWN}


def _named(mask: str, bits: Mapping[str, int] | Mapping[int, int]) -> pl.Expr:
    """Return the list of what a number has bits for."""
    return pl.concat_list(
        pl.when(pl.col(mask) & bit > 0).then(pl.lit(what)) for what, bit in bits.items()
    ).list.drop_nulls()
