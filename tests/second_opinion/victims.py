"""From records that stand to victim-years, their attributes and the population (R-04 - R-27)."""

from __future__ import annotations

from typing import Final

import polars as pl

from .lists import UNKNOWN, Lists
from .records import EMM, LETTER, NOTIFICATION

VICTIM_YEAR: Final = ("person", "year")
UNKNOWN_COUNTRY: Final = "XXX"


def standing_records(records: pl.DataFrame) -> pl.DataFrame:
    """Return the records that are not rejected, superseded or withdrawn."""
    return records.filter(pl.col("step").is_null())


def number_within_group(standing: pl.DataFrame) -> pl.DataFrame:
    """Number the notifications of a person, year and reporter group, as they came in (R-05).

    Returns:
        row, number (1 is the counted one, the others are duplicates); notifications only.
    """
    notifications = standing.filter(pl.col("kind") == NOTIFICATION)
    return notifications.sort("received_on", "notification_id").select(
        "row",
        number=pl.int_range(1, pl.len() + 1).over(*VICTIM_YEAR, "group_code"),
    )


def victim_years(standing: pl.DataFrame, codes: pl.DataFrame, lists: Lists) -> pl.DataFrame:
    """Return one row per known victim-year, with attributes and the rule that may exclude it.

    Args:
        standing: records that stand.
        codes: their standard codes, from `attribute_codes`.
        lists: the reference lists.

    Returns:
        person, year, has_notification, is_emm_known, groups (sorted list), exclusion (R-07, R-08,
        R-09 or null), forms, prostitution_sectors, labour_sectors, criminal_manners (lists of known
        codes), gender, nationality, age, unit (of the first police notification with a known
        unit), and what follows from them: combination, trafficking_form, region, age_band,
        adulthood, priority_group.
    """
    known = (
        standing.group_by(VICTIM_YEAR)
        .agg(
            has_notification=(pl.col("kind") == NOTIFICATION).any(),
            is_emm_known=(pl.col("kind") == EMM).any(),
            groups=pl.col("group_code").filter(pl.col("kind") == NOTIFICATION).unique().sort(),
            first_notified_on=pl.col("received_on").filter(pl.col("kind") == NOTIFICATION).min(),
        )
        .sort(VICTIM_YEAR)
    )
    # Letters of the prosecution supply no attribute.
    witnesses = standing.filter(pl.col("kind") != LETTER)
    said = codes.join(
        witnesses.select("row", *VICTIM_YEAR, "kind"), on="row", maintain_order="left"
    )
    for attribute in (
        one_value(witnesses, _genders(codes), "gender"),
        one_value(witnesses, _nationalities(codes, lists), "nationality"),
        one_value(witnesses, _plausible_births(witnesses, lists), "birth_on"),
        one_value(witnesses, _plausible_ages(witnesses, lists), "reported_age"),
        _union(said, "exploitation_forms", "forms"),
        _union(said, "prostitution_sectors", "prostitution_sectors"),
        _union(_in_published_sectors(said, lists), "labour_sectors", "labour_sectors"),
        _union(said, "criminal_manners", "criminal_manners"),
        _first_unit(witnesses, codes),
    ):
        known = known.join(attribute, on=VICTIM_YEAR, how="left", maintain_order="left")
    known = known.with_columns(
        pl.col("forms", "prostitution_sectors", "labour_sectors", "criminal_manners").fill_null(
            pl.lit([], dtype=pl.List(pl.String))
        ),
        gender=pl.col("gender").fill_null(UNKNOWN),
        nationality=pl.col("nationality").fill_null(UNKNOWN_COUNTRY),
    )
    known = _with_age(known, lists)
    known = _with_forms(known, lists)
    return known.with_columns(exclusion=_exclusion())


def one_value(witnesses: pl.DataFrame, values: pl.DataFrame, name: str) -> pl.DataFrame:
    """Resolve a single-valued attribute over the records of a victim-year.

    A known value beats an unknown one; then the reporter order of R-17, the EMM last (R-07); then
    the latest date of receipt; then the first notification id; then, for the EMM's records, which
    have none, the record id.
    """
    return (
        witnesses.join(values.filter(pl.col("value").is_not_null()), on="row")
        .sort(
            pl.col("priority_order"),
            pl.col("received_on"),
            pl.col("notification_id").fill_null(""),
            pl.col("record_id"),
            descending=[False, True, False, False],
            nulls_last=True,
        )
        .unique(VICTIM_YEAR, keep="first", maintain_order=True)
        .select(*VICTIM_YEAR, pl.col("value").alias(name))
    )


def _genders(codes: pl.DataFrame) -> pl.DataFrame:
    return codes.filter(pl.col("field") == "gender", pl.col("code") != UNKNOWN).select(
        "row", value="code"
    )


def _nationalities(codes: pl.DataFrame, lists: Lists) -> pl.DataFrame:
    """Choose one known nationality per record: Dutch, else the first country, else stateless."""
    return (
        codes.filter(pl.col("field") == "nationalities")
        .join(lists["ref_countries"], left_on="code", right_on="country_code")
        .filter(pl.col("nationality_class_code") != "UNKNOWN")
        .sort("selection_order", "position")
        .unique("row", keep="first", maintain_order=True)
        .select("row", value="nationality_code")
    )


def _is_plausible(age: pl.Expr, lists: Lists) -> pl.Expr:
    lowest, highest = int(lists.parameter("age_minimum")), int(lists.parameter("age_maximum"))
    return age.is_between(lowest, highest)


def _completed_years(born: pl.Expr, day: pl.Expr) -> pl.Expr:
    """Return the age on a day; someone born on 29 February has a birthday on 1 March."""
    had_birthday = (day.dt.month() > born.dt.month()) | (
        (day.dt.month() == born.dt.month()) & (day.dt.day() >= born.dt.day())
    )
    return (day.dt.year() - born.dt.year()).cast(pl.Int64) - had_birthday.not_().cast(pl.Int64)


def _plausible_births(witnesses: pl.DataFrame, lists: Lists) -> pl.DataFrame:
    """Keep birth dates that give a possible age on the day of their own record (R-26)."""
    born = pl.col("birth_on")
    age = _completed_years(born, pl.col("received_on"))
    return witnesses.select("row", value=pl.when(_is_plausible(age, lists)).then(born))


def _plausible_ages(witnesses: pl.DataFrame, lists: Lists) -> pl.DataFrame:
    age = pl.col("reported_age")
    return witnesses.select("row", value=pl.when(_is_plausible(age, lists)).then(age))


def _union(said: pl.DataFrame, field: str, name: str) -> pl.DataFrame:
    """Unite the known codes of the notifications, or of the EMM if they have none (R-07, R-11)."""
    known = said.filter(pl.col("field") == field, pl.col("code") != UNKNOWN)
    return (
        known.group_by(VICTIM_YEAR)
        .agg(
            by_reporters=pl.col("code").filter(pl.col("kind") == NOTIFICATION).unique().sort(),
            by_emm=pl.col("code").unique().sort(),
        )
        .select(
            *VICTIM_YEAR,
            pl.when(pl.col("by_reporters").list.len() > 0)
            .then(pl.col("by_reporters"))
            .otherwise(pl.col("by_emm"))
            .alias(name),
        )
    )


def _in_published_sectors(said: pl.DataFrame, lists: Lists) -> pl.DataFrame:
    """Bring sections of the SBI to the sectors of Figuur 2.5."""
    return (
        said.filter(pl.col("field") == "labour_sectors")
        .join(lists["ref_isic_sections"], left_on="code", right_on="isic_section_code")
        .with_columns(code=pl.col("labour_sector_code"))
    )


def _police_units(witnesses: pl.DataFrame, codes: pl.DataFrame) -> pl.DataFrame:
    """Return the known units of police notifications, the first received first."""
    return (
        witnesses.filter(pl.col("kind") == NOTIFICATION)
        .join(
            codes.filter(pl.col("field") == "reporting_unit", pl.col("code") != UNKNOWN).select(
                "row", unit="code"
            ),
            on="row",
        )
        .sort("received_on", "notification_id")
        .select(*VICTIM_YEAR, "unit")
    )


def _first_unit(witnesses: pl.DataFrame, codes: pl.DataFrame) -> pl.DataFrame:
    return _police_units(witnesses, codes).unique(VICTIM_YEAR, keep="first", maintain_order=True)


def _with_age(known: pl.DataFrame, lists: Lists) -> pl.DataFrame:
    """Add age, band and adulthood on the day of the first counting notification (R-26)."""
    born = pl.col("birth_on")
    lived = _completed_years(born, pl.col("first_notified_on"))
    age = pl.when(born.is_not_null()).then(lived).otherwise(pl.col("reported_age"))
    return known.with_columns(age=pl.when(_is_plausible(age, lists)).then(age)).with_columns(
        age_band=by_age("age_band_code", lists), adulthood=by_age("adulthood_code", lists)
    )


def by_age(code: str, lists: Lists) -> pl.Expr:
    """A code of the list of age bands, for the age of a victim-year (R-26)."""
    bands = lists["ref_age_bands"]
    found = pl.lit(bands.filter(pl.col("age_from").is_null())[code].item())
    for row in bands.filter(pl.col("age_from").is_not_null()).iter_rows(named=True):
        within = pl.col("age").is_between(row["age_from"], row["age_to"])
        found = pl.when(within).then(pl.lit(row[code])).otherwise(found)
    return found


def form_combination(lists: Lists) -> pl.Expr:
    """The combination of the forms of a victim-year (R-11)."""
    order = lists["ref_exploitation_forms"].sort("sort_order")["exploitation_form_code"].to_list()
    forms = pl.col("forms").list
    named = pl.concat_list(
        pl.when(forms.contains(form)).then(pl.lit(form)) for form in order if form != UNKNOWN
    ).list.drop_nulls()
    return pl.when(forms.len() == 0).then(pl.lit(UNKNOWN)).otherwise(named.list.join("+"))


def _with_forms(known: pl.DataFrame, lists: Lists) -> pl.DataFrame:
    """Add the combination of forms (R-11), the form of trafficking (R-12 - R-14) and the region."""
    forms = pl.col("forms")
    is_dutch = pl.col("nationality_class_code") == "DUTCH"
    is_other = pl.col("nationality_class_code") == "OTHER"
    sexual = (
        pl.when(is_dutch)
        .then(pl.lit("BL-SU"))
        .when(is_other)
        .then(pl.lit("GO-SU"))
        .otherwise(pl.lit(UNKNOWN))
    )
    return known.join(
        lists["ref_countries"].select(
            "nationality_class_code", nationality="country_code", region="origin_region_code"
        ),
        on="nationality",
        how="left",
        maintain_order="left",
    ).with_columns(
        combination=form_combination(lists),
        trafficking_form=pl.when(forms.list.contains("SU"))
        .then(sexual)
        .when(forms.list.contains("AU"))
        .then(pl.lit("AU"))
        .when(forms.list.contains("CU"))
        .then(pl.lit("CU"))
        .otherwise(pl.lit(UNKNOWN)),
    )


def _exclusion() -> pl.Expr:
    """The rule that keeps a victim-year out of the editions in which it is in force, or null."""
    only_border_police = pl.col("groups").list.join(",") == "KMAR"
    return (
        pl.when(pl.col("has_notification").not_() & pl.col("is_emm_known"))
        .then(pl.lit("R-07"))
        .when(pl.col("has_notification").not_())
        .then(pl.lit("R-09"))
        .when(only_border_police & pl.col("forms").list.contains("SU"))
        .then(pl.lit("R-08"))
    )


def police_unit_notifications(
    standing: pl.DataFrame, codes: pl.DataFrame, known: pl.DataFrame
) -> pl.DataFrame:
    """Return person, year, unit: one row per police unit notification of victim-years (R-06)."""
    units = _police_units(standing, codes).unique(maintain_order=True)
    return (
        known.filter(pl.col("groups").list.contains("POL"))
        .select(VICTIM_YEAR)
        .join(units, on=VICTIM_YEAR, how="left", maintain_order="left")
        .with_columns(unit=pl.col("unit").fill_null(UNKNOWN))
    )
