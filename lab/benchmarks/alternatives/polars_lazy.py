"""The published cells with Polars: lazy frames, run by the streaming engine.

It keeps no fate, no reason and no trace of a record, checks nothing, and takes a code that no
crosswalk knows as unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import polars as pl

from lab.benchmarks.alternatives import meanings
from lab.benchmarks.alternatives.meanings import (
    CODES,
    DELIVERY,
    EMM,
    EMM_TABLE,
    FIELDS,
    GROUPS,
    LETTER,
    MASKS,
    NOBODY,
    NUMBERS,
    REGISTER_FIELDS,
    Meanings,
)
from lab.last_step import publish

_CONTENT: Final = (
    "notification_id",
    "version",
    "received_on",
    "person_pseudonym",
    "birth_date",
    "reported_age",
)
_COLUMNS: Final = (*DELIVERY, "record_id", *_CONTENT, *CODES)
_SMALL: Final = (*REGISTER_FIELDS, *FIELDS, *DELIVERY, "version", "received_on")
"""Columns with few different texts."""

_PERSON_YEAR: Final = ("person", "year")
_KNOWN_FIRST: Final = ("gender", "nationality", "birth", "reported_age")
"""Attributes that one record decides."""


def run(register: Path, seeds: Path, out: Path) -> None:
    """Compute the published cells of a register and write them as Parquet."""
    delivered = _delivered(register)
    texts = _texts(delivered)
    days = {text: meanings.as_day(text) for text in texts["received_on"]}
    meaning = Meanings(seeds, _years(days, texts["delivered_on"], seeds))
    records = _records(delivered, texts, meaning).collect(engine="streaming")
    standing = _standing(delivered, records)
    publish(_counts(_victim_years(standing, meaning), meaning), seeds, out)


def _delivered(register: Path) -> pl.LazyFrame:
    """Put both tables under each other; every row has a number."""
    notifications = pl.scan_parquet(register / "notifications*.parquet").select(
        *_COLUMNS, in_emm_table=pl.lit(value=False)
    )
    emm = (
        pl.scan_parquet(register / "emm_records*.parquet")
        .rename({"registered_on": "received_on"})
        .with_columns(reporter=pl.lit(EMM_TABLE))
    )
    missing = set(_COLUMNS) - set(emm.collect_schema().names())
    emm = emm.with_columns(pl.lit(None, pl.String).alias(name) for name in missing).select(
        *_COLUMNS, in_emm_table=pl.lit(value=True)
    )
    return pl.concat([notifications, emm]).with_row_index("row")


def _texts(delivered: pl.LazyFrame) -> dict[str, list[str]]:
    """Return the different texts of the columns that have few, and of birth dates and ages."""
    columns = (*_SMALL, "birth_date", "reported_age")
    frames = pl.collect_all(
        [delivered.select(pl.col(name).unique()).drop_nulls() for name in columns],
        engine="streaming",
    )
    return {name: frame[name].to_list() for name, frame in zip(columns, frames, strict=True)}


def _years(days: dict[str, int | None], delivered_on: Iterable[str], seeds: Path) -> range:
    """Return the years of receipt that a record may have."""
    return Meanings(seeds, range(0)).years_of(
        days.values(), (meanings.as_day(text) for text in delivered_on)
    )


def _translated(
    column: str, texts: Sequence[str], values: Sequence[object], dtype: type[pl.DataType]
) -> pl.Expr:
    """Return the values of a column's texts."""
    return pl.col(column).replace_strict(texts, values, default=None, return_dtype=dtype)


def _place(column: str, texts: dict[str, list[str]]) -> pl.Expr:
    """Return the place of a column's text among its different texts; 0 for no text."""
    found = texts[column]
    return _translated(column, found, range(1, len(found) + 1), pl.Int32).fill_null(0)


def _cleaned(column: str) -> pl.Expr:
    text = pl.col(column).str.strip_chars()
    return pl.when(text != "").then(text)


def _records(
    delivered: pl.LazyFrame, texts: dict[str, list[str]], meaning: Meanings
) -> pl.LazyFrame:
    """Decode every record."""
    ages = [meaning.as_age(text) for text in texts["reported_age"]]
    first, count = meaning.years.start, len(meaning.years)
    placed = delivered.select(
        "row",
        "in_emm_table",
        person=_cleaned("person_pseudonym"),
        record_id=_cleaned("record_id"),
        notification_id=_cleaned("notification_id"),
        delivery_id=_cleaned("delivery_id").is_not_null(),
        delivered=_translated(
            "delivered_on",
            texts["delivered_on"],
            [meanings.as_day(t) for t in texts["delivered_on"]],
            pl.Int32,
        ),
        version=_translated(
            "version",
            texts["version"],
            [meanings.as_version(t) for t in texts["version"]],
            pl.Int64,
        ),
        received=_translated(
            "received_on",
            texts["received_on"],
            [meanings.as_day(t) for t in texts["received_on"]],
            pl.Int32,
        ),
        stated_birth=_translated(
            "birth_date",
            texts["birth_date"],
            [meanings.as_birth(t) for t in texts["birth_date"]],
            pl.Int32,
        ),
        reported_age=_translated("reported_age", texts["reported_age"], ages, pl.Int16),
        **{name: _place(name, texts) for name in (*REGISTER_FIELDS, *FIELDS)},
    ).with_columns(
        # What lies outside the years is rejected: any year will do.
        year_number=(pl.col("received") // 10_000 - first).fill_null(0).clip(0, count - 1)
    )
    reporters = meaning.reporters([None, *texts["reporter"]])
    answers = {
        name: [code == wanted for code in meaning.register_codes(name, [None, *texts[name]])]
        for name, wanted in (("status", "withdrawn"), ("consent", "yes"), ("om_b8_letter", "yes"))
    }
    placed = placed.with_columns(
        pl.col(*REGISTER_FIELDS) * count + pl.col("year_number"),
        has_status=pl.col("status") > 0,
        has_reporter=pl.col("reporter") > 0,
    )
    decoded = placed.with_columns(
        context=_taken("reporter", [one.context for one in reporters], pl.Int32),
        source=pl.when(_taken("om_b8_letter", answers["om_b8_letter"], pl.Boolean))
        .then(LETTER)
        .otherwise(_taken("reporter", [one.source for one in reporters], pl.Int8)),
        needs_consent=_taken("reporter", [one.needs_consent for one in reporters], pl.Boolean),
        is_withdrawn=_taken("status", answers["status"], pl.Boolean),
        has_consent=_taken("consent", answers["consent"], pl.Boolean),
    ).with_columns(
        _taken(
            pl.col(field) * meaning.contexts + pl.col("context"),
            meaning.numbers(field, [None, *texts[field]]),
            pl.Int16,
        ).alias(name)
        for field, name in NUMBERS.items()
    )
    received, born = pl.col("received"), pl.col("stated_birth")
    return decoded.select(
        "row",
        "person",
        "record_id",
        "notification_id",
        "delivered",
        "version",
        "received",
        "source",
        "is_withdrawn",
        "reported_age",
        *NUMBERS.values(),
        year=(received // 10_000).cast(pl.Int16),
        birth=pl.when(
            (received - born).is_between(
                meaning.ages.start * 10_000, meaning.ages.stop * 10_000 - 1
            )
        ).then(born),
        is_identified=pl.col("record_id").is_not_null()
        & (
            pl.col("in_emm_table")
            | (pl.col("notification_id").is_not_null() & (pl.col("version") >= 1).fill_null(False))
        ),
        is_usable=pl.col("delivery_id")
        & (pl.col("in_emm_table") | pl.col("has_status"))
        & pl.col("has_reporter")
        & (pl.col("source") != NOBODY)
        & pl.col("person").is_not_null()
        & (received >= meaning.day_parameter("received_on_earliest")).fill_null(False)
        & (received <= pl.col("delivered")).fill_null(False)
        & ~(
            pl.col("needs_consent")
            & (pl.col("source") != LETTER)
            & ~pl.col("has_consent")
            & (received >= meaning.day_parameter("consent_required_from"))
        ).fill_null(False),
    )


def _taken(index: str | pl.Expr, values: Sequence[object], dtype: type[pl.DataType]) -> pl.Expr:
    """Return the value at a place."""
    table = pl.Series(values, dtype=dtype)
    place = pl.col(index) if isinstance(index, str) else index
    return place.map_batches(table.gather, return_dtype=dtype, is_elementwise=True)


def _standing(delivered: pl.LazyFrame, records: pl.DataFrame) -> pl.LazyFrame:
    """Leave out what is rejected, superseded or withdrawn."""
    lazy = records.lazy()
    repeated_ids = _repeated(lazy, "record_id")
    repeated_notifications = _repeated(lazy, "notification_id")
    copies = _copies(delivered, records, repeated_ids)
    versions = (
        lazy.filter("is_identified")
        .join(repeated_notifications, on="notification_id", how="semi")
        .join(copies, on="row", how="anti")
        .sort("version", "delivered", "record_id", descending=True, nulls_last=True)
        .select("row", "notification_id")
        .collect(engine="streaming")
    )
    superseded = (
        versions.lazy().filter(~pl.col("notification_id").is_first_distinct()).select("row")
    )
    return (
        lazy.filter("is_identified", "is_usable", ~pl.col("is_withdrawn"))
        .join(copies, on="row", how="anti")
        .join(superseded, on="row", how="anti")
    )


def _repeated(records: pl.LazyFrame, name: str) -> pl.LazyFrame:
    """Return the identifiers that more than one record has."""
    return (
        records.select(name)
        .drop_nulls()
        .group_by(name)
        .len()
        .filter(pl.col("len") > 1)
        .select(name)
        .collect(engine="streaming")
        .lazy()
    )


def _normal(name: str) -> pl.Expr:
    return pl.col(name).str.strip_chars().str.replace_all(r"\s+", " ").str.to_uppercase()


def _copies(
    delivered: pl.LazyFrame, records: pl.DataFrame, repeated_ids: pl.LazyFrame
) -> pl.LazyFrame:
    """Return the rows that do not stand: ids with two contents, and all copies but the first."""
    content = pl.concat_str(
        "in_emm_table",
        *(pl.col(name).str.strip_chars().fill_null("") for name in _CONTENT),
        *(_normal(name).fill_null("") for name in CODES),
        separator="\x1f",
    )
    same_id = (
        delivered.with_columns(record_id=_cleaned("record_id"))
        .join(repeated_ids, on="record_id", how="semi")
        .select("row", "record_id", content=content, delivery_id=_cleaned("delivery_id"))
        .collect(engine="streaming")
    )
    return (
        same_id.join(records.select("row", "delivered"), on="row", maintain_order="left")
        .sort("delivered", "delivery_id", nulls_last=True)
        .filter(
            (pl.col("content").n_unique().over("record_id") > 1)
            | pl.struct("record_id", "content").is_first_distinct().not_()
        )
        .select("row")
        .lazy()
    )


def _victim_years(standing: pl.LazyFrame, meaning: Meanings) -> pl.DataFrame:
    """Return one row per known victim-year with its attributes."""
    source = pl.col("source")
    is_notification, is_emm, is_witness = source <= GROUPS, source == EMM, source <= EMM
    merged = (
        standing.group_by(_PERSON_YEAR)
        .agg(
            groups=_united(pl.lit(1, pl.Int16) * 2 ** (source.cast(pl.Int16) - 1), is_witness),
            first_notified=pl.col("received").filter(is_notification).min(),
            records=is_witness.sum(),
            units=_united(pl.col("unit"), is_notification),
            **{name: _united(pl.col(name), is_notification) for name in MASKS},
            **{f"emm_{name}": _united(pl.col(name), is_emm) for name in MASKS},
            # The most believed value: order of belief and value in one number.
            **{
                name: (source.cast(pl.Int64) * 2**32 + pl.col(name))
                .filter(
                    is_witness & (pl.col(name) > (0 if name in ("gender", "nationality") else -1))
                )
                .min()
                % 2**32
                for name in _KNOWN_FIRST
            },
        )
        .collect(engine="streaming")
    )
    groups = pl.col("groups")
    repeated = merged.lazy().filter(pl.col("records") > groups.bitwise_count_ones())
    witnesses = (
        standing.filter(is_witness)
        .join(repeated.select(_PERSON_YEAR), on=_PERSON_YEAR, how="semi")
        .collect(engine="streaming")
    )
    decided = repeated.drop(*_KNOWN_FIRST).collect()
    ordered = witnesses.sort(
        source,
        "received",
        pl.col("notification_id").fill_null(""),
        "record_id",
        descending=[False, True, False, False],
    )
    for name in _KNOWN_FIRST:
        known = pl.col(name) > (0 if name in ("gender", "nationality") else -1)
        decided = decided.join(
            ordered.filter(known)
            .unique(_PERSON_YEAR, keep="first", maintain_order=True)
            .select(*_PERSON_YEAR, pl.col(name).cast(pl.Int64)),
            on=_PERSON_YEAR,
            how="left",
        )
    first_units = (
        witnesses.filter(source == meaning.police, pl.col("unit") > 0)
        .sort("received", "notification_id", "record_id")
        .unique(_PERSON_YEAR, keep="first", maintain_order=True)
        .select(*_PERSON_YEAR, first_unit=pl.col("unit"))
    )
    decided = decided.join(first_units, on=_PERSON_YEAR, how="left")
    single = merged.lazy().filter(pl.col("records") <= groups.bitwise_count_ones())
    return (
        pl.concat([single.with_columns(first_unit=pl.col("units")), decided.lazy()], how="diagonal")
        .select(*_described(meaning))
        .pipe(_classified, meaning)
        .collect(engine="streaming")
    )


def _united(value: pl.Expr, condition: pl.Expr) -> pl.Expr:
    return pl.when(condition).then(value).otherwise(0).cast(pl.Int16).bitwise_or()


def _described(meaning: Meanings) -> list[pl.Expr]:
    """Fill from the EMM what no notification knows, and find the age."""
    born, first = pl.col("birth"), pl.col("first_notified")
    age = (
        pl.when(born.is_null())
        .then(pl.col("reported_age"))
        .when(first >= born)
        .then((first - born) // 10_000)
    )
    emm = 1 << (EMM - 1)
    return [
        *(pl.col(name) for name in _PERSON_YEAR),
        (pl.col("groups") & (emm - 1)).alias("groups"),
        (pl.col("groups") & emm > 0).alias("is_emm_known"),
        pl.col("units"),
        pl.col("first_unit").fill_null(0),
        pl.col("gender").fill_null(0).cast(pl.Int16),
        pl.col("nationality").fill_null(0).cast(pl.Int16),
        pl.when(age.is_between(meaning.ages.start, meaning.ages.stop - 1))
        .then(age)
        .cast(pl.Int16)
        .alias("age"),
        *(
            pl.when(pl.col(name) > 0).then(name).otherwise(f"emm_{name}").alias(name)
            for name in MASKS
        ),
    ]


def _classified(victim_years: pl.LazyFrame, meaning: Meanings) -> pl.LazyFrame:
    """Add the form of trafficking, the region and the rule that excludes a victim-year."""
    forms = meaning.trafficking_forms()
    table = pl.LazyFrame(
        [(*key, *value) for key, value in forms.items()],
        schema={
            "nationality": pl.Int16,
            "forms": pl.Int16,
            "trafficking_form": pl.String,
            "region": pl.String,
        },
        orient="row",
    )
    groups = pl.col("groups")
    return victim_years.join(table, on=["nationality", "forms"]).with_columns(
        exclusion=pl.when((groups == 0) & pl.col("is_emm_known"))
        .then(pl.lit("R-07"))
        .when(groups == 0)
        .then(pl.lit("R-09"))
        .when((groups == meaning.kmar) & (pl.col("forms") & meaning.sexual > 0))
        .then(pl.lit("R-08"))
        .otherwise(pl.lit(""))
    )


def _counts(victim_years: pl.DataFrame, meaning: Meanings) -> dict[str, pl.DataFrame]:
    """Count victim-years for the last step."""
    known = victim_years.lazy()
    population = known.filter(pl.col("groups") > 0)
    forms, groups = pl.col("forms"), pl.col("groups")
    genders = {
        0: "ONB",
        **{
            int(row["sort_order"]): row["gender_code"]
            for row in meaning.rows("ref_genders")
            if row["gender_code"] != meanings.UNKNOWN
        },
    }
    countries = {0: meaning.no_country} | {
        number: code for code, number in meaning.country_numbers.items()
    }
    whom = ("year", "exclusion")
    is_police = groups & (1 << (meaning.police - 1)) > 0
    lowest = (groups & -groups).cast(pl.String)
    reporter = (
        pl.when(is_police)
        .then(pl.lit("POL:") + pl.col("first_unit").cast(pl.String))
        .otherwise(lowest)
    )
    bands = [row for row in meaning.rows("ref_age_bands") if row["age_from"]]
    adulthood = pl.lit("UNKNOWN")
    for row in bands:
        adulthood = (
            pl.when(pl.col("age").is_between(int(row["age_from"]), int(row["age_to"])))
            .then(pl.lit(row["adulthood_code"]))
            .otherwise(adulthood)
        )
    keys: dict[str, tuple[pl.LazyFrame, list[pl.Expr | str]]] = {
        "n_known": (
            known,
            ["year", "exclusion", "is_emm_known", (groups > 0).alias("is_notified")],
        ),
        "n_persons": (
            population.with_columns(
                bit=(2 ** (pl.col("year").cast(pl.Int64) - 2000)).cast(pl.Int64),
                is_kmar_only=pl.col("exclusion") != "",
            )
            .group_by("person")
            .agg(
                # a person has at most one victim-year in a year: the sum of the bits is their union
                years=pl.when("is_kmar_only").then(0).otherwise("bit").sum(),
                kmar_only_years=pl.when("is_kmar_only").then("bit").otherwise(0).sum(),
            ),
            ["years", "kmar_only_years"],
        ),
        "n_forms": (population, [*whom, "forms"]),
        "n_traits": (population, [*whom, "trafficking_form", "gender", "age"]),
        "n_nationalities": (population, [*whom, "trafficking_form", "nationality"]),
        "n_sexual": (
            population.filter(forms & meaning.sexual > 0),
            [
                *whom,
                "region",
                adulthood.alias("adulthood"),
                reporter.alias("reporter"),
                "prostitution",
            ],
        ),
        "n_labour": (
            population.filter(forms & meaning.labour > 0),
            [*whom, pl.col("labour").alias("mask")],
        ),
        "n_manners": (
            population.filter(forms & meaning.criminal > 0),
            [*whom, pl.col("manners").alias("mask")],
        ),
        "n_groups": (
            population,
            [*whom, "trafficking_form", (pl.col("region") == "AFR").alias("is_african"), "groups"],
        ),
        "n_units": (population.filter(is_police), [*whom, "trafficking_form", "units"]),
    }
    counted = pl.collect_all(
        [units.group_by(key).agg(n=pl.len().cast(pl.Int64)) for units, key in keys.values()],
        engine="streaming",
    )
    found = dict(zip(keys, counted, strict=True))
    found["n_traits"] = found["n_traits"].with_columns(
        pl.col("gender").replace_strict(genders, return_dtype=pl.String)
    )
    found["n_nationalities"] = found["n_nationalities"].with_columns(
        pl.col("nationality").replace_strict(countries, return_dtype=pl.String)
    )
    return found
