"""The published cells with pandas: columns of texts as categories, everything vectorised.

It keeps no fate, no reason and no trace of a record, checks nothing, and takes a code that no
crosswalk knows as unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import polars as pl
import pyarrow.parquet as pq

from lab.benchmarks.alternatives import meanings
from lab.benchmarks.alternatives.meanings import (
    CODES,
    DELIVERY,
    EMM,
    EMM_TABLE,
    GROUPS,
    LETTER,
    MASKS,
    NOBODY,
    NUMBERS,
    REGISTER_FIELDS,
    Meanings,
)
from lab.last_step import publish

Array = npt.NDArray[Any]

_IDENTIFIERS: Final = ("record_id", "notification_id", "person_pseudonym")
_TEXTS: Final = ("version", "received_on", "birth_date", "reported_age")
_COLUMNS: Final = (*_IDENTIFIERS, *_TEXTS, *DELIVERY, *CODES)
_PERSON_YEAR: Final = ["person", "year"]


def run(register: Path, seeds: Path, out: Path) -> None:
    """Compute the published cells of a register and write them as Parquet."""
    notifications = _delivered(register, "notifications")
    emm = _delivered(register, "emm_records").rename(columns={"registered_on": "received_on"})
    for name in set(_COLUMNS) - {*emm.columns}:
        emm[name] = pd.Categorical.from_codes(np.full(len(emm), -1), categories=[])
    emm["reporter"] = pd.Categorical.from_codes(np.zeros(len(emm), int), categories=[EMM_TABLE])
    delivered = (notifications, emm)
    meaning = Meanings(seeds, _years(delivered, seeds))
    records = pd.concat(
        [_records(frame, meaning, in_emm_table=frame is emm) for frame in delivered],
        ignore_index=True,
    )
    standing = _standing(records, delivered)
    counts = _counts(_victim_years(standing, meaning), meaning)
    publish({name: pl.from_pandas(table) for name, table in counts.items()}, seeds, out)


def _delivered(register: Path, table: str) -> pd.DataFrame:
    """Read the files of a table; texts with few different values become categories."""
    files = sorted(str(file) for file in register.glob(f"{table}*.parquet"))
    names = [name for name in pq.read_schema(files[0]).names if name not in _IDENTIFIERS]
    read = pq.read_table(files, read_dictionary=names)
    frame = read.unify_dictionaries().to_pandas()
    return pd.DataFrame(frame)


def _categories(frame: pd.DataFrame, name: str) -> list[str]:
    return [str(text) for text in frame[name].cat.categories]


def _years(delivered: Sequence[pd.DataFrame], seeds: Path) -> range:
    """Return the years of receipt that a record may have."""
    days = (
        [meanings.as_day(text) for frame in delivered for text in _categories(frame, name)]
        for name in ("received_on", "delivered_on")
    )
    return Meanings(seeds, range(0)).years_of(*days)


def _places(frame: pd.DataFrame, name: str) -> Array:
    """Return the place of each text among the different ones; 0 for no text."""
    return np.asarray(frame[name].cat.codes, dtype=np.int32) + 1


def _translated(frame: pd.DataFrame, name: str, translate: Callable[[str], int | None]) -> Array:
    """Return the number of each text; NaN for none."""
    numbers = [None, *(translate(text) for text in _categories(frame, name))]
    return np.array(numbers, dtype=np.float64)[_places(frame, name)]


def _cleaned(frame: pd.DataFrame, name: str) -> pd.Series[Any]:
    text = frame[name].astype("str").str.strip()
    return text.where(text != "")


def _records(frame: pd.DataFrame, meaning: Meanings, *, in_emm_table: bool) -> pd.DataFrame:
    """Decode every record of a table."""
    count = len(meaning.years)
    received = _translated(frame, "received_on", meanings.as_day)
    year = received // 10_000
    # What lies outside the years is rejected: any year will do.
    number = np.clip(np.nan_to_num(year - meaning.years.start), 0, count - 1).astype(np.int32)
    places = {name: _places(frame, name) * count + number for name in REGISTER_FIELDS}
    codes = {
        name: np.array(
            meaning.register_codes(name, [None, *_categories(frame, name)]), dtype=object
        )
        for name in ("status", "consent", "om_b8_letter")
    }
    reporters = meaning.reporters([None, *_categories(frame, "reporter")])
    is_letter = (codes["om_b8_letter"] == "yes")[places["om_b8_letter"]]
    context = np.array([one.context for one in reporters])[places["reporter"]]
    source = np.array([one.source for one in reporters], dtype=np.int8)[places["reporter"]]
    needs_consent = np.array([one.needs_consent for one in reporters])[places["reporter"]]
    person, record_id = _cleaned(frame, "person_pseudonym"), _cleaned(frame, "record_id")
    notification_id = _cleaned(frame, "notification_id")
    delivered = _translated(frame, "delivered_on", meanings.as_day)
    version = _translated(frame, "version", meanings.as_version)
    born = _translated(frame, "birth_date", meanings.as_birth)
    has_delivery = np.array(
        [False, *(bool(text.strip()) for text in _categories(frame, "delivery_id"))]
    )[_places(frame, "delivery_id")]
    lived = received - born
    is_possible = (lived >= meaning.ages.start * 10_000) & (lived < meaning.ages.stop * 10_000)
    lacks_consent = (
        needs_consent
        & ~is_letter
        & ~(codes["consent"] == "yes")[places["consent"]]
        & (received >= meaning.day_parameter("consent_required_from"))
    )
    attributes = {
        name: np.array(meaning.numbers(field, [None, *_categories(frame, field)]), dtype=np.int16)[
            _places(frame, field) * meaning.contexts + context
        ]
        for field, name in NUMBERS.items()
    }
    return pd.DataFrame(
        {
            "person": person,
            "record_id": record_id,
            "notification_id": notification_id,
            "delivered": delivered,
            "version": version,
            "received": received,
            "year": year,
            "source": np.where(is_letter, LETTER, source).astype(np.int8),
            "birth": np.where(is_possible, born, np.nan),
            "reported_age": _translated(frame, "reported_age", meaning.as_age),
            **attributes,
            "is_withdrawn": (codes["status"] == "withdrawn")[places["status"]],
            "is_identified": record_id.notna()
            & (in_emm_table | (notification_id.notna() & (version >= 1))),
            "is_usable": has_delivery
            & (in_emm_table | (_places(frame, "status") > 0))
            & (source != NOBODY)
            & person.notna()
            & (received >= meaning.day_parameter("received_on_earliest"))
            & (received <= delivered)
            & ~lacks_consent,
        }
    )


def _standing(records: pd.DataFrame, delivered: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Leave out what is rejected, superseded or withdrawn."""
    identified = records["is_identified"] & ~records.index.isin(_copies(records, delivered))
    versions = records[
        identified
        & records["notification_id"].notna()
        & records["notification_id"].duplicated(keep=False)
    ].sort_values(["version", "delivered", "record_id"], ascending=False, na_position="last")
    superseded = versions.index[versions["notification_id"].duplicated()]
    return records[
        identified
        & records["is_usable"]
        & ~records["is_withdrawn"]
        & ~records.index.isin(superseded)
    ]


def _copies(records: pd.DataFrame, delivered: Sequence[pd.DataFrame]) -> pd.Index[Any]:
    """Return the rows that do not stand: ids with two contents, and all copies but the first."""
    ids = records["record_id"]
    rows = records.index[ids.notna() & ids.duplicated(keep=False)]
    first = len(delivered[0])
    same_id = pd.concat(
        [
            delivered[0].iloc[rows[rows < first]].astype("str"),
            delivered[1].iloc[rows[rows >= first] - first].astype("str"),
        ]
    ).set_axis(rows)
    content = pd.DataFrame(
        {
            "record_id": ids[rows],
            "in_emm_table": (rows >= first).astype(str),
            **{name: same_id[name].str.strip() for name in ("notification_id", "person_pseudonym")},
            **{name: same_id[name].str.strip() for name in _TEXTS},
            **{
                name: same_id[name]
                .str.strip()
                .str.replace(meanings.BLANKS.pattern, " ", regex=True)
                .str.upper()
                for name in CODES
            },
        },
        index=rows,
    ).fillna("")
    key = content.agg("\x1f".join, axis=1)
    has_other = key.groupby(ids[rows]).transform("nunique") > 1
    in_order = (
        pd.DataFrame(
            {
                "key": key,
                "delivered": records.loc[rows, "delivered"],
                "delivery_id": same_id["delivery_id"].str.strip(),
            }
        )
        .sort_values(["delivered", "delivery_id"], na_position="last")["key"]
        .duplicated()
    )
    return rows[(has_other | in_order.reindex(rows)).to_numpy()]


def _victim_years(standing: pd.DataFrame, meaning: Meanings) -> pd.DataFrame:
    """Return one row per known victim-year with its attributes."""
    # One number per victim-year; records of one stand together, the most believed first.
    person, _ = pd.factorize(standing["person"])
    ordered = standing.assign(
        person=person, year=standing["year"].astype(np.int64), later=-standing["received"]
    ).sort_values([*_PERSON_YEAR, "source", "later", "notification_id", "record_id"])
    key = (ordered["person"] * 10_000 + ordered["year"]).to_numpy()
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    group = np.cumsum(np.r_[False, key[1:] != key[:-1]])
    source = ordered["source"].to_numpy()
    is_notification, is_emm = source <= GROUPS, source == EMM

    def united(name: str, condition: Array) -> Array:
        values = np.where(condition, ordered[name].to_numpy(), 0)
        return np.asarray(np.bitwise_or.reduceat(values, starts))

    bits = np.where(is_notification, 1 << (source.astype(np.int16) - 1), 0)
    groups = np.bitwise_or.reduceat(bits, starts)
    found = ordered.iloc[starts][_PERSON_YEAR].reset_index(drop=True)
    found["groups"] = groups
    found["is_emm_known"] = np.logical_or.reduceat(is_emm, starts)
    for name in MASKS:
        notified = united(name, is_notification)
        found[name] = np.where(notified > 0, notified, united(name, is_emm))
    found["units"] = united("unit", is_notification)
    # The first known value in the order of belief.
    known = ordered[["birth", "reported_age"]].assign(
        gender=ordered["gender"].where(ordered["gender"] > 0),
        nationality=ordered["nationality"].where(ordered["nationality"] > 0),
    )
    decided = known[source <= EMM].groupby(group[source <= EMM]).first()
    decided = decided.reindex(range(len(found)))
    first = pd.Series(ordered["received"].to_numpy()[is_notification]).groupby(
        group[is_notification]
    )
    notified_on = first.min().reindex(range(len(found)))
    age = np.where(
        decided["birth"].isna(),
        decided["reported_age"],
        np.where(
            notified_on >= decided["birth"], (notified_on - decided["birth"]) // 10_000, np.nan
        ),
    )
    found["age"] = pd.array(
        np.where((age >= meaning.ages.start) & (age < meaning.ages.stop), age, np.nan),
        dtype="Int16",
    )
    found["gender"] = decided["gender"].fillna(0).astype(np.int16)
    found["nationality"] = decided["nationality"].fillna(0).astype(np.int16)
    units = ordered.assign(group=group)[(source == meaning.police) & (ordered["unit"] > 0)]
    first_units = units.sort_values(["received", "notification_id", "record_id"]).drop_duplicates(
        "group"
    )
    found["first_unit"] = (
        first_units.set_index("group")["unit"].reindex(range(len(found))).fillna(0).astype(np.int16)
    )
    return _classified(found, meaning)


def _classified(found: pd.DataFrame, meaning: Meanings) -> pd.DataFrame:
    """Add the form of trafficking, the region and the rule that excludes a victim-year."""
    forms = pd.DataFrame(
        [(*key, *value) for key, value in meaning.trafficking_forms().items()],
        columns=["nationality", "forms", "trafficking_form", "region"],
    ).astype({"trafficking_form": "category", "region": "category"})
    found = found.merge(forms, on=["nationality", "forms"], how="left")
    is_sexual = found["forms"] & meaning.sexual > 0
    found["exclusion"] = np.select(
        [
            (found["groups"] == 0) & found["is_emm_known"],
            found["groups"] == 0,
            (found["groups"] == meaning.kmar) & is_sexual,
        ],
        ["R-07", "R-09", "R-08"],
        default="",
    )
    return found


def _counts(known: pd.DataFrame, meaning: Meanings) -> dict[str, pd.DataFrame]:
    """Count victim-years for the last step."""
    genders = {
        int(row["sort_order"]): row["gender_code"]
        for row in meaning.rows("ref_genders")
        if row["gender_code"] != meanings.UNKNOWN
    }
    countries = {number: code for code, number in meaning.country_numbers.items()}
    population = known[known["groups"] > 0]
    forms, groups = population["forms"], population["groups"]
    is_police = 1 << (meaning.police - 1)
    sexual = population[forms & meaning.sexual > 0]
    lowest = (sexual["groups"] & -sexual["groups"]).astype("str")
    units = "POL:" + sexual["first_unit"].astype("str")
    adulthood = pd.Series("UNKNOWN", index=sexual.index)
    for row in meaning.rows("ref_age_bands"):
        if row["age_from"]:
            within = sexual["age"].between(int(row["age_from"]), int(row["age_to"])).fillna(False)
            adulthood = adulthood.mask(within, row["adulthood_code"])
    whom = ["year", "exclusion"]
    by_form = [*whom, "trafficking_form"]
    bit, is_kmar_only = 2 ** (population["year"] - 2000), population["exclusion"] == "R-08"
    persons = population.assign(
        years=bit.mask(is_kmar_only, 0), kmar_only_years=bit.where(is_kmar_only, 0)
    ).groupby("person")
    traits = _counted(population, [*by_form, "gender", "age"])
    nationalities = _counted(population, [*by_form, "nationality"])
    return {
        "n_known": _counted(
            known.assign(is_notified=known["groups"] > 0),
            ["year", "exclusion", "is_emm_known", "is_notified"],
        ),
        # A person has at most one victim-year in a year: the sum of the bits is their union.
        "n_persons": _counted(
            persons[["years", "kmar_only_years"]].sum(), ["years", "kmar_only_years"]
        ),
        "n_forms": _counted(population, [*whom, "forms"]),
        "n_traits": traits.assign(gender=traits["gender"].map(genders).fillna(meanings.UNKNOWN)),
        "n_nationalities": nationalities.assign(
            nationality=nationalities["nationality"].map(countries).fillna(meaning.no_country)
        ),
        "n_sexual": _counted(
            sexual.assign(
                adulthood=adulthood, reporter=lowest.mask(sexual["groups"] & is_police > 0, units)
            ),
            [*whom, "region", "adulthood", "reporter", "prostitution"],
        ),
        "n_labour": _counted(
            population[forms & meaning.labour > 0].rename(columns={"labour": "mask"}),
            [*whom, "mask"],
        ),
        "n_manners": _counted(
            population[forms & meaning.criminal > 0].rename(columns={"manners": "mask"}),
            [*whom, "mask"],
        ),
        "n_groups": _counted(
            population.assign(is_african=population["region"] == "AFR"),
            [*by_form, "is_african", "groups"],
        ),
        "n_units": _counted(population[groups & is_police > 0], [*by_form, "units"]),
    }


def _counted(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Return how many rows have each combination of values."""
    counted = frame.groupby(columns, dropna=False, observed=True, sort=False).size()
    found = counted.rename("n").reset_index()
    return found.astype(
        {name: "str" for name in columns if isinstance(found[name].dtype, pd.CategoricalDtype)}
    )
