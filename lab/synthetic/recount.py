"""The register counted by the second opinion, in the words in which the checks ask.

The synthetic register can so be judged before and beside the warehouse. Nothing of the calibration
is used here. Beside what the second opinion says of a victim-year stand the few things that the
ledger speaks of and no cell shows: letters, cooperation, the reporter of a notification.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from tests.second_opinion import Lists, Opinion, Register, cells, count, records, victims

EDITION: Final = "2015-2019"
"""The edition whose printed numbers the register is fitted to."""

KEY: Final = ("person_pseudonym", "year")
FORMS: Final = ("SU", "AU", "CU", "OV")
POPULATIONS: Final = {
    "R-07": "EMM_ONLY",
    "R-08": "KMAR_ONLY_SEXUAL",
    "R-09": "LETTER_ONLY",
}
"""Rule that excludes a victim-year -> what it is called here; the others are ANALYSIS."""

NAMES: Final = {
    "person": "person_pseudonym",
    "trafficking_form": "form",
    "gender": "gender_code",
    "nationality": "nationality_code",
    "region": "origin_region_code",
    "unit": "first_unit",
}
"""Column of the second opinion -> its name here."""


@dataclass(frozen=True)
class Recount:
    """What the second opinion makes of the register.

    Attributes:
        known: one row per known victim-year.
        victims: the analysis population.
        notifications: one row per victim-year of the analysis population and reporter group.
        known_notifications: the same of every known victim-year.
        units: one row per victim-year and police unit.
        labour: victims of labour exploitation of `EDITION`, with the `chosen` sector.
        criminal: victims of criminal exploitation of `EDITION`, with the `chosen` manner.
        fates: one row per notification record with its fate.
        cells: every published cell, as the second opinion returns them.
    """

    known: pl.DataFrame
    victims: pl.DataFrame
    notifications: pl.DataFrame
    known_notifications: pl.DataFrame
    units: pl.DataFrame
    labour: pl.DataFrame
    criminal: pl.DataFrame
    fates: pl.DataFrame
    cells: pl.DataFrame

    def visibility(self, period: str) -> dict[str, float]:
        """Return the victims of sexual exploitation in a period of `EDITION` (R-17).

        Returns:
            n, covered (known or imputed), less (expected to be less visible).
        """
        found = self.cells.filter(
            pl.col("edition_code") == EDITION,
            pl.col("exhibit_code") == "fig_2_04b",
            pl.col("column_code") == period,
        )
        values = dict(found.select("row_code", pl.col("value") / cells.MILLION).iter_rows())
        return {
            "n": values["total"],
            "covered": values["KNOWN_OR_IMPUTED"],
            "less": values["MINDER_ZICHTBAAR"],
        }


def recount(root: Path, registrations: Path | None = None) -> Recount:
    """Count the register under ``root``/seeds, or another one by the lists there.

    Raises:
        records.UnknownCodeError: a code of the register stands in no crosswalk.
    """
    lists = Lists.load(root / "seeds")
    where = registrations or root / "seeds" / "registrations"
    opinion = count(Register.read(where, prefix="raw_"), lists)
    known = _known(opinion, lists)
    population = known.filter(pl.col("population") == "ANALYSIS")
    notifications = (
        opinion.standing.join(victims.number_within_group(opinion.standing), on="row")
        .filter(pl.col("number") == 1)
        .select(
            pl.col("person").alias("person_pseudonym"),
            "year",
            "reporter_code",
            "legal_basis_code",
            reporter_group_code="group_code",
        )
    )
    units = opinion.unit_notifications.rename({"person": "person_pseudonym"})
    in_edition = cells.in_editions(
        population.with_columns(n=pl.lit(1, pl.Int64)),
        cells.covered_editions(known, lists).filter(pl.col("edition_code") == EDITION),
    )
    return Recount(
        known=known,
        victims=population,
        notifications=notifications.join(population, on=KEY),
        known_notifications=notifications.join(known, on=KEY),
        units=units.join(population, on=KEY),
        labour=cells.with_labour_sector(in_edition.filter("has_AU"), lists),
        criminal=cells.with_criminal_manner(in_edition.filter("has_CU"), lists),
        fates=opinion.fates.filter(pl.col("source_table") == "notifications"),
        cells=opinion.cells,
    )


def _known(opinion: Opinion, lists: Lists) -> pl.DataFrame:
    """Return the known victim-years in the words of the checks."""
    standing, forms = opinion.standing, pl.col("forms").list
    letters = standing.group_by(victims.VICTIM_YEAR).agg(
        has_letter=(pl.col("kind") == records.LETTER).any()
    )
    notifications = standing.filter(pl.col("kind") == records.NOTIFICATION)
    answers = notifications.filter(pl.col("cooperates_code").is_in(["yes", "no"]))
    cooperation = victims.one_value(
        notifications, answers.select("row", value="cooperates_code"), "cooperates_code"
    )
    countries = lists["ref_countries"].select("is_eu_member", nationality="country_code")
    sector = cells.by_sector("prostitution_sector_code", lists)
    return (
        opinion.known.join(letters, on=victims.VICTIM_YEAR, how="left")
        .join(cooperation, on=victims.VICTIM_YEAR, how="left")
        .join(countries, on="nationality", how="left")
        .with_columns(
            *(forms.contains(form).alias(f"has_{form}") for form in FORMS),
            pl.col("cooperates_code").fill_null("unknown"),
            pl.col("groups").list.join("+"),
            population=pl.col("exclusion").replace_strict(POPULATIONS, default="ANALYSIS"),
            is_form_unknown=forms.len() == 0,
            sector=pl.when(forms.contains("SU")).then(sector),
        )
        .rename(NAMES)
    )
