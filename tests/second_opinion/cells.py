"""From victim-years to every published cell of the fifteen exhibits, per edition.

`counts_of` puts victim-years into ten tables, one for each group of exhibits; `published_cells`
goes from these tables to the cells. A row of the tables stands for `n` victim-years: whoever has
too many of them first counts those that are alike (`lab/last_step.py`).

Values are whole millionths throughout, so that no step of the arithmetic rounds but those that a
rule names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Final

import polars as pl

from .lists import UNKNOWN, Lists
from .victims import UNKNOWN_COUNTRY, VICTIM_YEAR

MILLION: Final = 1_000_000

CELL: Final = (
    "edition_code",
    "exhibit_code",
    "column_kind",
    "column_code",
    "row_kind",
    "row_code",
    "measure",
)
"""What identifies a published cell."""

EMPTY_UNLESS_KNOWN: Final = ("mean_age", "rank")
"""Measures that have no value, rather than zero, where nobody has one."""


# --- what is counted -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Counts:
    """What the exhibits count; `n` says how many are meant by a row.

    Each has `exclusion`, the rule that keeps a victim-year out of the editions in which it is in
    force, or null. Beside `known`, nobody need be there whom nobody notified.

    Attributes:
        known: known victim-years: year, is_emm_known, has_notification.
        persons: victim-years: row (the same number for the same person), year.
        forms: victim-years: year, combination, forms (a list).
        traits: victim-years: year, trafficking_form, gender, age, age_band.
        origins: victim-years: year, trafficking_form, nationality, region.
        sexual: those of sexual exploitation: year, region, adulthood, reporter (of R-17),
            prostitution_sectors (a list).
        labour: those of labour exploitation: year, labour_sectors (a list).
        criminal: those of criminal exploitation: year, criminal_manners (a list).
        notifications: year, trafficking_form, is_african, group_code.
        unit_notifications: of the police: year, trafficking_form, unit.
    """

    known: pl.DataFrame
    persons: pl.DataFrame
    forms: pl.DataFrame
    traits: pl.DataFrame
    origins: pl.DataFrame
    sexual: pl.DataFrame
    labour: pl.DataFrame
    criminal: pl.DataFrame
    notifications: pl.DataFrame
    unit_notifications: pl.DataFrame


def counts_of(known: pl.DataFrame, unit_notifications: pl.DataFrame, lists: Lists) -> Counts:
    """Put victim-years where they are counted, each by itself.

    Args:
        known: all known victim-years, from `victim_years`.
        unit_notifications: from `police_unit_notifications`.
        lists: the reference lists.
    """
    one = pl.lit(1, pl.Int64).alias("n")
    population = known.with_columns(reporter=imputation_reporter(lists))
    form = pl.col("forms").list
    whom = ("year", "exclusion")
    return Counts(
        known=known.select(*whom, "is_emm_known", "has_notification", one),
        persons=population.select("year", "exclusion", one, row=pl.col("person").rank("dense")),
        forms=population.select(*whom, "combination", "forms", one),
        traits=population.select(*whom, "trafficking_form", "gender", "age", "age_band", one),
        origins=population.select(*whom, "trafficking_form", "nationality", "region", one),
        sexual=population.filter(form.contains("SU")).select(
            *whom, "region", "adulthood", "reporter", "prostitution_sectors", one
        ),
        labour=population.filter(form.contains("AU")).select(*whom, "labour_sectors", one),
        criminal=population.filter(form.contains("CU")).select(*whom, "criminal_manners", one),
        notifications=population.explode("groups")
        .drop_nulls("groups")
        .select(
            *whom,
            "trafficking_form",
            one,
            is_african=pl.col("region") == "AFR",
            group_code="groups",
        ),
        unit_notifications=unit_notifications.join(
            population.drop("unit"), on=VICTIM_YEAR, maintain_order="left"
        ).select(*whom, "trafficking_form", "unit", one),
    )


def imputation_reporter(lists: Lists) -> pl.Expr:
    """The first reporter of a victim-year in the order of R-17; the police by unit."""
    order = lists["ref_reporter_groups"].sort("priority_order")["reporter_group_code"].to_list()
    reporter = pl.lit(None, dtype=pl.String)
    for group in reversed(order):
        key = pl.lit(group)
        if group == "POL":
            key = pl.lit("POL:") + pl.col("unit").fill_null(UNKNOWN)
        reporter = pl.when(pl.col("groups").list.contains(group)).then(key).otherwise(reporter)
    return reporter


def covered_editions(known: pl.DataFrame, lists: Lists) -> pl.DataFrame:
    """Return the editions whose last year lies within the years of known victims (R-03).

    `first` is the first of these years.
    """
    years = known.select(first=pl.col("year").min(), last=pl.col("year").max())
    return (
        lists["ref_editions"]
        .join(years, how="cross")
        .filter(pl.col("year_to").is_between("first", "last"))
        .select(
            "year_from",
            "year_to",
            "edition_code",
            "first",
            second_period_from="imputation_second_period_from_year",
        )
    )


def rules_in_force(editions: pl.DataFrame, lists: Lists) -> pl.DataFrame:
    """Return which rules leave victim-years out of each edition: edition_code, exclusion (R-10)."""
    code = pl.col("edition_code")
    return (
        editions.select("edition_code")
        .join(lists["ref_edition_rules"], how="cross")
        .filter(
            code >= pl.col("first_edition_code"),
            pl.col("last_edition_code").is_null() | (code <= pl.col("last_edition_code")),
        )
        .select("edition_code", exclusion="exclusion_rule_id")
    )


def rules_of_default_edition(known: pl.DataFrame, lists: Lists, *, is_synthetic: bool) -> list[str]:
    """Return the rules that are in force in the edition that is shown where none is chosen.

    Of a delivered register that is the latest complete edition, of a synthetic one the complete
    edition of which most numbers are printed; an incomplete one only if no edition is complete.

    Args:
        known: the known victim-years.
        lists: the reference lists.
        is_synthetic: whether the register says that it is made up.
    """
    editions = covered_editions(known, lists)
    if editions.is_empty():
        return []
    complete = editions.filter(pl.col("first") <= pl.col("year_from"))
    candidates = editions if complete.is_empty() else complete
    if is_synthetic:
        printed = lists["ledger_claims"].group_by("edition_code").agg(printed=pl.len())
        candidates = candidates.join(printed, on="edition_code", how="left").with_columns(
            pl.col("printed").fill_null(0)
        )
        candidates = candidates.filter(pl.col("printed") == pl.col("printed").max())
    latest = candidates.filter(pl.col("year_to") == pl.col("year_to").max())
    return rules_in_force(latest, lists)["exclusion"].to_list()


def in_population(counts: pl.DataFrame, editions: pl.DataFrame, lists: Lists) -> pl.DataFrame:
    """Return `in_editions` without those whom a rule in force leaves out of the edition (R-10)."""
    return in_editions(counts, editions).join(
        rules_in_force(editions, lists), on=["edition_code", "exclusion"], how="anti"
    )


def in_editions(counts: pl.DataFrame, editions: pl.DataFrame) -> pl.DataFrame:
    """Return every row once for each edition that its year is in, with its period."""
    return (
        counts.join(editions, how="cross")
        .filter(pl.col("year").is_between("year_from", "year_to"))
        .with_columns(period=_period_code())
    )


def published_cells(counts: Counts, lists: Lists) -> pl.DataFrame:
    """Return every published cell: `CELL`, value and base in millionths, pct in whole percents."""
    editions = covered_editions(counts.known, lists)
    sexual = with_imputation_group(
        with_prostitution_sector(in_population(counts.sexual, editions, lists), lists), lists
    )
    traits = in_population(counts.traits, editions, lists)
    rows = [
        *_population_rows(counts, editions, lists),
        *_sector_rows(sexual, counts, editions, lists),
        *_person_rows(traits, in_population(counts.origins, editions, lists)),
        *_notification_rows(
            in_population(counts.notifications, editions, lists),
            in_population(counts.unit_notifications, editions, lists),
            lists,
        ),
    ]
    counted = _counted_in_columns(pl.concat(rows))
    values = pl.concat([counted, _imputed(sexual), _mean_ages(traits), _ranks(counted)])
    return _with_percentages(_grid(editions, counted, lists), values)


# --- which row is it counted in ------------------------------------------------------------------


def _rows(
    exhibit: str,
    row_kind: str,
    units: pl.DataFrame,
    row_code: pl.Expr,
    *,
    measure: str = "victims",
) -> pl.DataFrame:
    """Say in which row of an exhibit each unit is counted."""
    has_form = "trafficking_form" in units.columns
    no_form = pl.lit(None, pl.String).alias("trafficking_form")
    return units.select(
        "edition_code",
        "year",
        pl.col("trafficking_form") if has_form else no_form,
        "period",
        pl.lit(exhibit).alias("exhibit_code"),
        pl.lit(row_kind).alias("row_kind"),
        row_code.alias("row_code"),
        pl.lit(measure).alias("measure"),
        "n",
    )


def _totals(exhibit: str, units: pl.DataFrame, measure: str = "victims") -> pl.DataFrame:
    return _rows(exhibit, "total", units, pl.lit("total"), measure=measure)


def _population_rows(
    counts: Counts, editions: pl.DataFrame, lists: Lists
) -> Iterator[pl.DataFrame]:
    """Figuren 2.1, 2.2 and 2.3: who is known, and the forms of exploitation."""
    known = in_editions(counts.known, editions)
    # three nested lines, the last one by the rules of the edition, and its persons.
    for line, units in (
        ("ALL_KNOWN", known),
        (
            "WITHOUT_EMM_ONLY",
            known.filter(pl.col("exclusion").is_in(["R-07", "R-09"]).fill_null(value=False).not_()),
        ),
        ("ANALYSIS_POPULATION", in_population(counts.known, editions, lists)),
    ):
        yield _rows("fig_2_01", "population_line", units, pl.lit(line))
    persons = in_population(counts.persons, editions, lists).sort("year")
    yield _rows(
        "fig_2_01",
        "persons",
        persons.unique(["edition_code", "row"], keep="first", maintain_order=True),
        pl.lit("ANALYSIS_POPULATION"),
        measure="persons",
    )
    # also or only known through the EMM, whatever else excludes a victim-year.
    by_emm = known.filter("is_emm_known")
    knowledge = (
        pl.when("has_notification").then(pl.lit("EMM_AND_REPORTER")).otherwise(pl.lit("EMM_ONLY"))
    )
    yield _rows("fig_2_02", "emm_knowledge", by_emm, knowledge)
    yield _totals("fig_2_02", by_emm)
    #
    forms = in_population(counts.forms, editions, lists)
    any_form = forms.with_columns(
        form=pl.when(pl.col("forms").list.len() == 0)
        .then(pl.lit([UNKNOWN]))
        .otherwise(pl.col("forms"))
    )
    yield _rows("fig_2_03", "form_combination", forms, pl.col("combination"))
    yield _rows("fig_2_03", "any_form", any_form.explode("form"), pl.col("form"))
    yield _totals("fig_2_03", forms)


def _sector_rows(
    sexual: pl.DataFrame, counts: Counts, editions: pl.DataFrame, lists: Lists
) -> Iterator[pl.DataFrame]:
    """Figuren 2.4 to 2.6: one sector or manner per victim; of 2.4b the parts of the coverage."""
    #
    sector_known = pl.col("sector") != UNKNOWN
    known_or_not = pl.when(sector_known).then(pl.lit("KNOWN")).otherwise(pl.lit("UNKNOWN"))
    yield _rows("fig_2_04a", "prostitution_sector", sexual.filter(sector_known), pl.col("sector"))
    yield _rows("fig_2_04a", "sector_knowledge", sexual, known_or_not)
    yield _totals("fig_2_04a", sexual)
    # R-17; the expected numbers come from `_imputed`.
    coverage = (
        pl.when(sector_known)
        .then(pl.lit(["KNOWN", "KNOWN_OR_IMPUTED"]))
        .when("is_imputed")
        .then(pl.lit(["IMPUTED", "KNOWN_OR_IMPUTED"]))
        .otherwise(pl.lit(["NOT_IMPUTED"]))
    )
    parts = sexual.with_columns(part=coverage).explode("part")
    yield _rows("fig_2_04b", "coverage", parts, pl.col("part"))
    yield _totals("fig_2_04b", sexual)
    #
    labour = with_labour_sector(in_population(counts.labour, editions, lists), lists)
    yield _rows("fig_2_05", "labour_sector", labour, pl.col("chosen"))
    yield _totals("fig_2_05", labour)
    #
    criminal = with_criminal_manner(in_population(counts.criminal, editions, lists), lists)
    yield _rows("fig_2_06", "criminal_manner", criminal, pl.col("chosen"))
    yield _totals("fig_2_06", criminal)


def _person_rows(traits: pl.DataFrame, origins: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Figuren 2.7 to 2.10 and Tabel 2.1: one row per victim (R-12 - R-14, R-25 - R-28)."""
    for exhibit, row_kind, units, column in (
        ("fig_2_07", "trafficking_form", traits, "trafficking_form"),
        ("fig_2_08", "gender", traits, "gender"),
        ("fig_2_09", "origin_region", origins, "region"),
        ("fig_2_10", "age_band", traits, "age_band"),
        ("tab_2_1", "nationality", origins, "nationality"),
    ):
        yield _rows(exhibit, row_kind, units, pl.col(column))
        yield _totals(exhibit, units)


def _notification_rows(
    notifications: pl.DataFrame, unit_notifications: pl.DataFrame, lists: Lists
) -> Iterator[pl.DataFrame]:
    """Figuren 2.11 to 2.13: who notified."""
    #
    bases = dict(
        lists["ref_reporter_groups"].select("reporter_group_code", "legal_basis_code").iter_rows()
    )
    basis = pl.col("group_code").replace_strict(bases, return_dtype=pl.String)
    yield _rows(
        "fig_2_11", "reporter_group", notifications, pl.col("group_code"), measure="notifications"
    )
    yield _rows("fig_2_11", "legal_basis", notifications, basis, measure="notifications")
    yield _totals("fig_2_11", notifications, "notifications")
    #
    measure = "police_unit_notifications"
    yield _rows("fig_2_12", "police_unit", unit_notifications, pl.col("unit"), measure=measure)
    yield _totals("fig_2_12", unit_notifications, measure)
    # police notifications by form, two of them split by African and other origin.
    police = notifications.filter(pl.col("group_code") == "POL")
    form = pl.col("trafficking_form")
    origin = pl.when("is_african").then(pl.lit("AFR")).otherwise(pl.lit("OTHER"))
    yield _rows("fig_2_13", "trafficking_form", police, form, measure="notifications")
    yield _rows(
        "fig_2_13",
        "form_by_origin",
        police.filter(form.is_in(["GO-SU", "CU"])),
        form + ":" + origin,
        measure="notifications",
    )
    yield _totals("fig_2_13", police, "notifications")


def _in_registered_years(units: pl.DataFrame, attribute: str, lists: Lists) -> pl.DataFrame:
    """Keep the years in which an attribute was registered (R-03)."""
    span = lists["ref_attribute_registration_years"].filter(pl.col("attribute_code") == attribute)
    return units.filter(
        pl.col("year").is_between(
            span["registered_from_year"].item(), span["registered_to_year"].item()
        )
    )


# --- one sector per victim -----------------------------------------------------------------------


def with_prostitution_sector(sexual: pl.DataFrame, lists: Lists) -> pl.DataFrame:
    """Choose one sector for victims of any sexual exploitation (R-15, R-16).

    Adds sector (as the edition publishes it) and visibility.
    """
    renamed = (
        lists["ref_category_editions"]
        .filter(pl.col("attribute_code") == "prostitution_sector")
        .select(
            "published_code", "edition_year_to_from", "edition_year_to_to", sector="category_code"
        )
    )
    chosen = sexual.with_columns(
        sector=by_sector("prostitution_sector_code", lists),
        visibility=by_sector("visibility_code", lists),
    )
    published = (
        chosen.select("edition_code", "year_to", "sector")
        .unique()
        .join(renamed, on="sector")
        .filter(pl.col("year_to").is_between("edition_year_to_from", "edition_year_to_to"))
        .select("edition_code", "sector", "published_code")
    )
    return chosen.join(
        published, on=["edition_code", "sector"], how="left", maintain_order="left"
    ).with_columns(sector=pl.coalesce("published_code", "sector"))


def by_sector(code: str, lists: Lists) -> pl.Expr:
    """A code of the list of prostitution sectors, for the first of those that are named (R-15)."""
    ranked = lists["ref_prostitution_sectors"].sort("hierarchy_order", descending=True)
    found = pl.lit(UNKNOWN)
    for row in ranked.iter_rows(named=True):
        if (sector := row["prostitution_sector_code"]) != UNKNOWN:
            named = pl.col("prostitution_sectors").list.contains(sector)
            found = pl.when(named).then(pl.lit(row[code])).otherwise(found)
    return found


def with_labour_sector(labour: pl.DataFrame, lists: Lists) -> pl.DataFrame:
    """Choose one sector for victims of any labour exploitation (R-18)."""
    codes = lists["ref_labour_sectors"].select("is_residual", code="labour_sector_code")
    return _with_rarest(labour, "labour_sectors", codes)


def with_criminal_manner(criminal: pl.DataFrame, lists: Lists) -> pl.DataFrame:
    """Choose one manner for victims of any criminal exploitation, where registered (R-19)."""
    codes = lists["ref_criminal_manners"].select("is_residual", code="criminal_manner_code")
    registered = _in_registered_years(criminal, "criminal_manner", lists)
    return _with_rarest(registered, "criminal_manners", codes)


def _with_rarest(units: pl.DataFrame, named: str, codes: pl.DataFrame) -> pl.DataFrame:
    """Choose one of the codes that a victim-year names: the rarest of the edition (R-18, R-19).

    Rarity is the number of victim-years of the edition that name a code, before anything is
    chosen; ties by code; the residual code gives way to every other.

    Args:
        units: victim-years with the form of exploitation concerned.
        named: the column with the list of known codes.
        codes: code, is_residual.

    Returns:
        units, with `chosen`.
    """
    numbered = units.with_row_index("row")
    mentions = (
        numbered.select("row", "edition_code", "n", pl.col(named).alias("code"))
        .explode("code")
        .drop_nulls("code")
        .with_columns(mentioned=pl.col("n").sum().over("edition_code", "code"))
        .join(codes, on="code")
    )
    chosen = (
        mentions.sort("is_residual", "mentioned", "code")
        .unique("row", keep="first", maintain_order=True)
        .select("row", chosen="code")
    )
    return (
        numbered.join(chosen, on="row", how="left", maintain_order="left")
        .with_columns(pl.col("chosen").fill_null(UNKNOWN))
        .drop("row")
    )


# --- imputation ----------------------------------------------------------------------------------

IMPUTATION_GROUP: Final = ("edition_code", "period", "region", "adulthood", "reporter")
"""Victims of sexual exploitation of whom some may be imputed from the others (R-17)."""


def with_imputation_group(sexual: pl.DataFrame, lists: Lists) -> pl.DataFrame:
    """Say of every victim of sexual exploitation what its imputation group knows (R-17).

    Adds how many of the group are known (known_count) and visible (visible_count), and whether the
    group hands its proportions to this victim (is_imputed).
    """
    threshold = int(lists.parameter("imputation_minimum_known"))
    n, is_known = pl.col("n"), pl.col("visibility") != UNKNOWN
    is_visible = pl.col("visibility") == "ZICHTBAAR"
    return sexual.with_columns(
        known_count=(n * is_known).sum().over(IMPUTATION_GROUP),
        visible_count=(n * is_visible).sum().over(IMPUTATION_GROUP),
    ).with_columns(is_imputed=is_known.not_() & (pl.col("known_count") >= threshold))


def _imputed(sexual: pl.DataFrame) -> pl.DataFrame:
    """Return the cells of Figuur 2.4b that are known or expected numbers (R-17).

    The expected numbers of the groups are fractions; their sums are rounded, and nothing before.
    """
    groups = sexual.group_by(*IMPUTATION_GROUP, "known_count", "visible_count").agg(
        unknown=(pl.col("n") * pl.col("is_imputed")).sum()
    )
    sums: dict[tuple[str, str, str, str], Fraction] = defaultdict(Fraction)
    for row in groups.iter_rows(named=True):
        known, unknown = row["known_count"], row["unknown"]
        visible = row["visible_count"] * (1 + Fraction(unknown, known or 1))
        for kind, code in (("period", row["period"]), ("edition", row["edition_code"])):
            sums[row["edition_code"], kind, code, "ZICHTBAAR"] += visible
            sums[row["edition_code"], kind, code, "MINDER_ZICHTBAAR"] += known + unknown - visible
    return pl.DataFrame(
        [
            (edition, "fig_2_04b", kind, code, "visibility", row, "victims_known_or_imputed", value)
            for (edition, kind, code, row), sum_of_groups in sums.items()
            for value in (floor(sum_of_groups * MILLION + Fraction(1, 2)),)
        ],
        schema={**dict.fromkeys(CELL, pl.String), "value": pl.Int64},
        orient="row",
    )


def _span(first: pl.Expr, last: pl.Expr) -> pl.Expr:
    return first.cast(pl.String) + "-" + last.cast(pl.String)


def _period_code() -> pl.Expr:
    """Name the part of the edition in which the year lies by its first and last year."""
    first, last = pl.col("year_from"), pl.col("year_to")
    second = pl.col("second_period_from")
    return (
        pl.when(pl.col("year") < second)
        .then(_span(first, second - 1))
        .otherwise(_span(second, last))
    )


# --- columns, means, ranks -----------------------------------------------------------------------


def _counted_in_columns(units: pl.DataFrame) -> pl.DataFrame:
    """Count units in every kind of column, whether an exhibit has it or not."""
    return pl.concat(
        units.group_by(
            "edition_code",
            "exhibit_code",
            pl.lit(column_kind).alias("column_kind"),
            column_code.alias("column_code"),
            "row_kind",
            "row_code",
            "measure",
        ).agg(value=pl.col("n").sum() * MILLION)
        for column_kind, column_code in (
            ("year", pl.col("year").cast(pl.String)),
            ("edition", pl.col("edition_code")),
            ("trafficking_form", pl.col("trafficking_form")),
            ("period", pl.col("period")),
        )
    )


def _mean_ages(traits: pl.DataFrame) -> pl.DataFrame:
    """Return the mean of the known ages, half up to one decimal (R-26, R-31)."""
    known = traits.filter(pl.col("age").is_not_null())
    total, count = (pl.col("age") * pl.col("n")).sum(), pl.col("n").sum()
    return pl.concat(
        known.group_by(
            "edition_code",
            pl.lit("fig_2_10").alias("exhibit_code"),
            pl.lit(column_kind).alias("column_kind"),
            column_code.alias("column_code"),
            pl.lit("mean_age").alias("row_kind"),
            pl.lit("MEAN_AGE").alias("row_code"),
            pl.lit("mean_age").alias("measure"),
        ).agg(value=(20 * total + count) // (2 * count) * (MILLION // 10))
        for column_kind, column_code in (
            ("year", pl.col("year").cast(pl.String)),
            ("edition", pl.col("edition_code")),
            ("trafficking_form", pl.col("trafficking_form")),
        )
    )


def _ranks(counted: pl.DataFrame) -> pl.DataFrame:
    """Rank nationalities in each column; nobody and unknown never rank (R-28)."""
    return (
        counted.filter(
            pl.col("exhibit_code") == "tab_2_1",
            pl.col("row_kind") == "nationality",
            pl.col("row_code") != UNKNOWN_COUNTRY,
            pl.col("value") > 0,
        )
        .with_columns(
            measure=pl.lit("rank"),
            value=pl.col("value")
            .rank("min", descending=True)
            .over("edition_code", "column_kind", "column_code")
            .cast(pl.Int64)
            * MILLION,
        )
        .select(*CELL, "value")
    )


def _top_nationalities(ranks: pl.DataFrame, lists: Lists) -> pl.DataFrame:
    """Return the rows of Tabel 2.1: in the top of a year, a form or the total (R-28)."""
    return (
        ranks.filter(
            pl.col("column_kind").is_in(["year", "trafficking_form", "edition"]),
            pl.col("value") <= int(lists.parameter("top_rank")) * MILLION,
        )
        .select("edition_code", "row_code")
        .unique()
    )


# --- the grid and its percentages ----------------------------------------------------------------


def _row_codes(lists: Lists) -> pl.DataFrame:
    """Return the rows that are the same in every edition: row_kind, row_code."""

    def codes(row_kind: str, table: str, column: str, *, known_only: bool = False) -> pl.DataFrame:
        rows = lists[table].select(pl.lit(row_kind).alias("row_kind"), row_code=column)
        return rows.filter(pl.col("row_code") != UNKNOWN) if known_only else rows

    return pl.concat(
        [
            lists["ref_row_codes"].select("row_kind", "row_code"),
            codes("form_combination", "ref_form_combinations", "form_combination_code"),
            codes("any_form", "ref_exploitation_forms", "exploitation_form_code"),
            codes("visibility", "ref_visibilities", "visibility_code", known_only=True),
            codes("labour_sector", "ref_labour_sectors", "labour_sector_code"),
            codes("criminal_manner", "ref_criminal_manners", "criminal_manner_code"),
            codes("trafficking_form", "ref_trafficking_forms", "trafficking_form_code"),
            codes("gender", "ref_genders", "gender_code"),
            codes("origin_region", "ref_origin_regions", "origin_region_code"),
            codes("age_band", "ref_age_bands", "age_band_code"),
            codes("reporter_group", "ref_reporter_groups", "reporter_group_code"),
            codes("legal_basis", "ref_legal_bases", "legal_basis_code"),
            codes("police_unit", "ref_police_units", "police_unit_code"),
        ]
    )


def _known_sectors(editions: pl.DataFrame, lists: Lists) -> pl.DataFrame:
    """Return the known prostitution sectors that each edition publishes (R-03, R-15)."""
    sectors = lists["ref_prostitution_sectors"].select(row_code="prostitution_sector_code")
    moved = lists["ref_category_editions"].filter(
        pl.col("attribute_code") == "prostitution_sector",
        pl.col("category_code") != pl.col("published_code"),
    )
    absent = editions.join(moved, how="cross").filter(
        pl.col("year_to").is_between("edition_year_to_from", "edition_year_to_to")
    )
    return (
        editions.select("edition_code")
        .join(sectors.filter(pl.col("row_code") != UNKNOWN), how="cross")
        .join(
            absent.select("edition_code", row_code="category_code"),
            on=["edition_code", "row_code"],
            how="anti",
        )
    )


def _column_codes(editions: pl.DataFrame, lists: Lists) -> pl.DataFrame:
    """Return the columns of each edition: edition, column_kind, column_code, year (of years)."""

    def columns(kind: str, table: pl.DataFrame, code: pl.Expr, year: pl.Expr) -> pl.DataFrame:
        return table.select(
            "edition_code",
            pl.lit(kind).alias("column_kind"),
            code.alias("column_code"),
            year.alias("year"),
        )

    no_year = pl.lit(None, dtype=pl.Int64)
    years = editions.with_columns(
        year=pl.int_ranges("year_from", pl.col("year_to") + 1, dtype=pl.Int64)
    ).explode("year")
    # There is no column for a year before the register began.
    delivered = years.filter(pl.col("year") >= pl.col("first"))
    forms = lists["ref_trafficking_forms"].select("trafficking_form_code")
    return pl.concat(
        [
            columns("year", delivered, pl.col("year").cast(pl.String), pl.col("year")),
            columns("edition", editions, pl.col("edition_code"), no_year),
            columns(
                "trafficking_form",
                editions.join(forms, how="cross"),
                pl.col("trafficking_form_code"),
                no_year,
            ),
            columns("period", years, _period_code(), no_year).unique(),
        ]
    )


def _grid(editions: pl.DataFrame, counted: pl.DataFrame, lists: Lists) -> pl.DataFrame:
    """Return every cell that must be published, with the row that is its base."""
    rows = lists["ref_exhibit_rows"]
    top = _top_nationalities(_ranks(counted), lists)
    codes = pl.concat(
        [
            editions.select("edition_code").join(_row_codes(lists), how="cross"),
            _known_sectors(editions, lists).select(
                "edition_code", pl.lit("prostitution_sector").alias("row_kind"), "row_code"
            ),
            top.select("edition_code", pl.lit("nationality").alias("row_kind"), "row_code"),
        ]
    )
    missing = set(rows["row_kind"]) - {"prostitution_sector", "nationality", *codes["row_kind"]}
    if missing and not editions.is_empty():
        raise ValueError(f"kinds of rows that this program does not know: {sorted(missing)}")
    registered = lists["ref_attribute_registration_years"].select(
        "attribute_code", "registered_from_year", "registered_to_year"
    )
    columns = lists["ref_exhibit_columns"].select("exhibit_code", "column_kind", "attribute_code")
    return (
        rows.join(columns, on="exhibit_code")
        .join(codes, on="row_kind")
        .join(_column_codes(editions, lists), on=["edition_code", "column_kind"])
        .join(registered, on="attribute_code", how="left")
        # The number of persons is a number of the whole edition.
        .filter((pl.col("measure") != "persons") | (pl.col("column_kind") == "edition"))
        .filter(
            pl.col("year").is_null()
            | pl.col("registered_from_year").is_null()
            | pl.col("year").is_between("registered_from_year", "registered_to_year")
        )
        .select(*CELL, "base_row_kind", "base_row_code")
    )


def _with_percentages(grid: pl.DataFrame, values: pl.DataFrame) -> pl.DataFrame:
    """Fill the grid, and print percentages half up from whole numbers (R-31)."""
    filled = grid.join(values, on=CELL, how="left").with_columns(
        value=pl.when(pl.col("measure").is_in(EMPTY_UNLESS_KNOWN))
        .then(pl.col("value"))
        .otherwise(pl.col("value").fill_null(0))
    )
    column = ("edition_code", "exhibit_code", "column_kind", "column_code")
    bases = filled.filter(pl.col("measure").is_in(EMPTY_UNLESS_KNOWN).not_()).select(
        *column, base_row_kind="row_kind", base_row_code="row_code", base="value"
    )
    value, base = pl.col("value"), pl.col("base")
    return (
        filled.join(bases, on=[*column, "base_row_kind", "base_row_code"], how="left")
        .with_columns(pct=pl.when(base > 0).then((200 * value + base) // (2 * base)))
        .select(*CELL, "value", "base", "pct")
        .sort(CELL)
    )
