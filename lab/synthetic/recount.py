"""An independent recount of the register with Polars, straight from the CSV files.

It follows the counting rules (R-01 .. R-28) without the warehouse, so that the synthetic register
can be judged before and beside it. Nothing of the calibration is used here.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

CONSENT_FROM = pl.date(2018, 5, 25)
FORM_BITS = {"SU": 1, "AU": 2, "CU": 4, "OV": 8}


@dataclass
class Recount:
    """Frames of the recount.

    known: one row per known victim-year; victims: the analysis population with its attributes;
    notifications: victim x year x reporter group; units: victim x year x police unit;
    fates: one row per notification record with its fate.
    """

    known: pl.DataFrame
    victims: pl.DataFrame
    notifications: pl.DataFrame
    units: pl.DataFrame
    fates: pl.DataFrame
    labour: pl.DataFrame
    manners: pl.DataFrame


def _clean(column: str) -> pl.Expr:
    return (
        pl.col(column)
        .fill_null("")
        .str.strip_chars()
        .str.replace_all(r"\s+", " ")
        .str.to_uppercase()
    )


def _date(column: str) -> pl.Expr:
    text = pl.col(column).str.strip_chars()
    return pl.coalesce(
        text.str.to_date("%Y-%m-%d", strict=False), text.str.to_date("%d-%m-%Y", strict=False)
    )


class _Seeds:
    def __init__(self, root: Path) -> None:
        self.root = root

    def reference(self, name: str) -> pl.DataFrame:
        return pl.read_csv(self.root / f"seeds/reference/{name}.csv", infer_schema=False)

    def map_codes(
        self, frame: pl.DataFrame, column: str, crosswalk: str, system: str = "code_system"
    ) -> pl.DataFrame:
        """One row per code of the column: frame + ``code`` (standard). Unknown codes fail."""
        table = pl.read_csv(
            self.root / f"seeds/crosswalks/{crosswalk}.csv", infer_schema=False
        ).with_columns(pl.col("valid_from_year", "valid_to_year").cast(pl.Int32))
        codes = (
            frame.with_columns(_clean(column).str.split("|").alias("_codes"))
            .with_columns(pl.int_ranges(pl.col("_codes").list.len()).alias("_position"))
            .explode("_codes", "_position")
            .with_columns(pl.col("_codes").str.strip_chars())
            .filter(pl.col("_codes") != "")
        )
        found = []
        for order, key in ((1, pl.col(system)), (2, pl.lit("STANDARD"))):
            hit = (
                codes.with_columns(key.alias("_system"))
                .join(
                    table.rename({"code_system": "_system", "delivered_code": "_codes"}),
                    on=["_system", "_codes"],
                    how="inner",
                )
                .filter(
                    pl.col("year").is_between(pl.col("valid_from_year"), pl.col("valid_to_year"))
                )
            )
            found.append(hit.with_columns(pl.lit(order).alias("_order")))
        hits = (
            pl.concat(found)
            .sort("_order")
            .unique(["record_id", "_position"], keep="first", maintain_order=True)
            .rename({"standard_code": "code"})
        )
        missing = codes.join(hits, on=["record_id", "_position"], how="anti")
        if missing.height:
            shown = missing.select(system, "_codes").unique().rows()[:20]
            raise ValueError(f"{crosswalk}: codes without a mapping: {shown}")
        return hits.drop(
            "_system", "_order", "valid_from_year", "valid_to_year", "reason", "_codes"
        )


def recount(root: Path, registrations: Path | None = None) -> Recount:
    """Count the register under ``root``/seeds again.

    Raises:
        ValueError: a code of the register stands in no crosswalk.
    """
    seeds = _Seeds(root)
    where = registrations or root / "seeds/registrations"
    raw = (
        pl.read_csv(where / "raw_notifications.csv", infer_schema=False)
        .with_columns(_date("received_on").alias("received"), pl.col("version").cast(pl.Int32))
        .with_columns(
            pl.col("received").dt.year().alias("year"), pl.lit("REGISTER").alias("register")
        )
    )
    emm = (
        pl.read_csv(where / "raw_emm_records.csv", infer_schema=False)
        .with_columns(_date("registered_on").alias("received"), pl.lit("EMM").alias("code_system"))
        .with_columns(pl.col("received").dt.year().alias("year"))
    )

    def one(column: str, crosswalk: str, name: str) -> None:
        nonlocal raw
        mapped = seeds.map_codes(raw, column, crosswalk, "register").select(
            "record_id", pl.col("code").alias(name)
        )
        raw = raw.join(mapped, on="record_id", how="left")

    one("reporter", "crosswalk_reporters", "reporter_code")
    one("status", "crosswalk_statuses", "status_code")
    one("consent", "crosswalk_yes_no", "consent_code")
    one("om_b8_letter", "crosswalk_yes_no", "letter_code")
    one("cooperates", "crosswalk_yes_no", "cooperates_code")
    raw = raw.join(
        seeds.reference("ref_reporters").select(
            "reporter_code", "reporter_group_code", "code_system"
        ),
        on="reporter_code",
        how="left",
    )
    groups = seeds.reference("ref_reporter_groups").select(
        "reporter_group_code",
        "legal_basis_code",
        pl.col("priority_order").cast(pl.Int32).alias("priority"),
    )
    raw = raw.join(groups, on="reporter_group_code", how="left")

    # fates up to 'not a notification'
    raw = raw.with_columns(
        pl.col("record_id")
        .sort_by(["version", "delivered_on", "record_id"], descending=True)
        .first()
        .over("notification_id")
        .alias("deciding")
    ).with_columns(
        pl.when(
            (pl.col("legal_basis_code") == "CONSENT")
            & (pl.col("received") >= CONSENT_FROM)
            & (pl.col("consent_code").fill_null("") != "yes")
        )
        .then(pl.lit("rejected"))
        .when(pl.col("record_id") != pl.col("deciding"))
        .then(pl.lit("superseded"))
        .when(pl.col("status_code") == "withdrawn")
        .then(pl.lit("withdrawn"))
        .when((pl.col("letter_code").fill_null("") == "yes") | (pl.col("reporter_code") == "EMM"))
        .then(pl.lit("not_a_notification"))
        .alias("fate")
    )
    counting = raw.filter(pl.col("fate").is_null())
    letters = raw.filter(
        (pl.col("fate") == "not_a_notification") & (pl.col("letter_code") == "yes")
    )
    emm_notes = raw.filter(
        (pl.col("fate") == "not_a_notification") & (pl.col("letter_code").fill_null("") != "yes")
    )

    key = ["person_pseudonym", "year"]
    shared = [
        "record_id",
        "person_pseudonym",
        "year",
        "received",
        "code_system",
        "birth_date",
        "reported_age",
        "gender",
        "nationalities",
        "exploitation_forms",
        "prostitution_sectors",
        "labour_sectors",
        "criminal_manners",
    ]
    sources = pl.concat(
        [
            counting.select(*shared, "priority", pl.lit(False).alias("is_emm"), "notification_id"),
            pl.concat([emm.select(*shared), emm_notes.select(shared)]).with_columns(
                pl.lit(99, dtype=pl.Int32).alias("priority"),
                pl.lit(True).alias("is_emm"),
                pl.col("record_id").alias("notification_id"),
            ),
        ]
    )

    # one-valued attributes
    def resolve(frame: pl.DataFrame, value: str) -> pl.DataFrame:
        return (
            frame.sort(["priority", "received", "notification_id"], descending=[False, True, False])
            .unique(key, keep="first", maintain_order=True)
            .select(*key, value)
        )

    gender = seeds.map_codes(sources, "gender", "crosswalk_genders").filter(pl.col("code") != "ONB")
    gender = resolve(gender, "code").rename({"code": "gender_code"})
    countries = seeds.reference("ref_countries").select(
        pl.col("country_code").alias("code"),
        "nationality_code",
        "nationality_class_code",
        pl.col("selection_order").cast(pl.Int32),
        "origin_region_code",
        "is_eu_member",
    )
    nationality = (
        seeds.map_codes(sources, "nationalities", "crosswalk_nationalities")
        .join(countries, on="code", how="left")
        .sort("selection_order", "_position")
        .unique("record_id", keep="first", maintain_order=True)
        .filter(pl.col("nationality_code") != "XXX")
    )
    nationality = resolve(nationality, "nationality_code")
    births = (
        sources.filter(pl.col("birth_date").fill_null("") != "")
        .with_columns(
            pl.when(pl.col("birth_date").str.strip_chars().str.len_chars() == 4)
            .then(pl.col("birth_date").str.strip_chars() + "-07-01")
            .otherwise(pl.col("birth_date"))
            .alias("birth_date")
        )
        .with_columns(_date("birth_date").alias("born"))
    )
    birth = resolve(births, "born")
    reported = resolve(
        sources.filter(pl.col("reported_age").fill_null("") != "").with_columns(
            pl.col("reported_age").cast(pl.Int32)
        ),
        "reported_age",
    )

    # many-valued attributes: union over notifications; EMM where no notification knows
    def union(column: str, crosswalk: str) -> pl.DataFrame:
        codes = seeds.map_codes(sources, column, crosswalk).filter(pl.col("code") != "ONB")
        return (
            codes.with_columns((~pl.col("is_emm")).any().over(key).alias("_reported"))
            .filter(~pl.col("is_emm") | ~pl.col("_reported"))
            .select(*key, "code")
            .unique()
        )

    forms = union("exploitation_forms", "crosswalk_exploitation_forms")
    form_flags = forms.group_by(key).agg(
        *[(pl.col("code") == f).any().alias(f"has_{f}") for f in FORM_BITS]
    )
    sections = seeds.reference("ref_isic_sections").select(
        pl.col("isic_section_code").alias("code"), "labour_sector_code"
    )
    labour = (
        union("labour_sectors", "crosswalk_labour_sectors")
        .join(sections, on="code")
        .select(*key, "labour_sector_code")
        .unique()
    )
    manners = union("criminal_manners", "crosswalk_criminal_manners")
    prostitution = (
        union("prostitution_sectors", "crosswalk_prostitution_sectors")
        .join(
            seeds.reference("ref_prostitution_sectors").select(
                pl.col("prostitution_sector_code").alias("code"),
                pl.col("hierarchy_order").cast(pl.Int32),
                "visibility_code",
            ),
            on="code",
        )
        .sort("hierarchy_order")
        .unique(key, keep="first", maintain_order=True)
        .select(*key, pl.col("code").alias("prostitution_sector_code"), "visibility_code")
    )

    # known victim-years
    reported_years = counting.group_by(key).agg(
        pl.col("received").min().alias("first_received"),
        pl.col("reporter_group_code").unique().sort().str.join("+").alias("groups"),
        pl.col("priority").min().alias("first_priority"),
    )
    emm_years = (
        pl.concat([emm.select(key), emm_notes.select(key)])
        .unique()
        .with_columns(pl.lit(True).alias("is_emm_known"))
    )
    letter_years = letters.select(key).unique().with_columns(pl.lit(True).alias("has_letter"))
    known = (
        pl.concat([reported_years.select(key), emm_years.select(key), letter_years.select(key)])
        .unique()
        .join(reported_years, on=key, how="left")
        .join(emm_years, on=key, how="left")
        .join(letter_years, on=key, how="left")
        .join(form_flags, on=key, how="left")
        .with_columns(
            pl.col("is_emm_known", "has_letter", *[f"has_{f}" for f in FORM_BITS]).fill_null(False),
            pl.col("groups").is_not_null().alias("has_notification"),
        )
    )
    known = known.with_columns(
        pl.when(~pl.col("has_notification") & pl.col("is_emm_known"))
        .then(pl.lit("EMM_ONLY"))
        .when(~pl.col("has_notification"))
        .then(pl.lit("LETTER_ONLY"))
        .when((pl.col("groups") == "KMAR") & pl.col("has_SU"))
        .then(pl.lit("KMAR_ONLY_SEXUAL"))
        .otherwise(pl.lit("ANALYSIS"))
        .alias("population")
    )

    known = known.join(gender, on=key, how="left").with_columns(
        pl.col("gender_code").fill_null("ONB")
    )
    victims = (
        known.filter(pl.col("population") == "ANALYSIS")
        .join(nationality, on=key, how="left")
        .join(birth, on=key, how="left")
        .join(reported, on=key, how="left")
        .join(prostitution, on=key, how="left")
        .join(
            countries.filter(pl.col("code") == pl.col("nationality_code")).drop(
                "code", "selection_order"
            ),
            on="nationality_code",
            how="left",
        )
    )
    d, b = pl.col("first_received"), pl.col("born")
    had_birthday = (d.dt.month() > b.dt.month()) | (
        (d.dt.month() == b.dt.month()) & (d.dt.day() >= b.dt.day())
    )
    by_birth = d.dt.year() - b.dt.year() - pl.when(had_birthday).then(0).otherwise(1)
    victims = victims.with_columns(
        pl.when(b.is_not_null()).then(by_birth).otherwise(pl.col("reported_age")).alias("age")
    ).with_columns(pl.when(pl.col("age").is_between(0, 110)).then(pl.col("age")).alias("age"))
    victims = victims.with_columns(
        pl.col("nationality_code").fill_null("XXX"),
        pl.col("nationality_class_code").fill_null("UNKNOWN"),
        pl.col("origin_region_code").fill_null("ONB"),
        pl.when(pl.col("age") < 18)
        .then(pl.lit("0-17"))
        .when(pl.col("age") < 23)
        .then(pl.lit("18-22"))
        .when(pl.col("age") < 30)
        .then(pl.lit("23-29"))
        .when(pl.col("age") >= 30)
        .then(pl.lit("30+"))
        .otherwise(pl.lit("ONB"))
        .alias("age_band"),
        pl.when(pl.col("has_SU"))
        .then(pl.col("prostitution_sector_code").fill_null("ONB"))
        .alias("sector"),
        pl.when(pl.col("has_SU"))
        .then(pl.col("visibility_code").fill_null("ONB"))
        .alias("visibility"),
        (~pl.any_horizontal("has_SU", "has_AU", "has_CU", "has_OV")).alias("is_form_unknown"),
    )
    victims = victims.with_columns(
        pl.when(pl.col("has_SU") & (pl.col("nationality_class_code") == "DUTCH"))
        .then(pl.lit("BL-SU"))
        .when(pl.col("has_SU") & (pl.col("nationality_class_code") == "OTHER"))
        .then(pl.lit("GO-SU"))
        .when(pl.col("has_SU"))
        .then(pl.lit("ONB"))
        .when(pl.col("has_AU"))
        .then(pl.lit("AU"))
        .when(pl.col("has_CU"))
        .then(pl.lit("CU"))
        .otherwise(pl.lit("ONB"))
        .alias("form"),
        pl.concat_str(
            [pl.when(pl.col(f"has_{f}")).then(pl.lit(f)) for f in FORM_BITS],
            separator="+",
            ignore_nulls=True,
        )
        .replace({"": "ONB"})
        .alias("combination"),
    )
    cooperation = resolve(
        counting.filter(pl.col("cooperates_code").is_in(["yes", "no"])), "cooperates_code"
    )
    victims = victims.join(cooperation, on=key, how="left").with_columns(
        pl.col("cooperates_code").fill_null("unknown")
    )

    # notifications and police units
    mine = counting.join(victims.select(key), on=key, how="semi")
    first_of_group = mine.sort("received", "notification_id").unique(
        [*key, "reporter_group_code"], keep="first", maintain_order=True
    )
    notifications = first_of_group.select(
        *key, "reporter_group_code", "reporter_code", "legal_basis_code"
    ).join(
        victims.select(
            *key, "form", "origin_region_code", "gender_code", "age_band", "nationality_code"
        ),
        on=key,
    )
    police = mine.filter(pl.col("reporter_group_code") == "POL")
    coded = seeds.map_codes(police, "reporting_unit", "crosswalk_police_units").select(
        "record_id", pl.col("code").alias("unit")
    )
    police = police.join(coded, on="record_id", how="left").with_columns(
        pl.col("unit").fill_null("ONB")
    )
    units = (
        police.select(*key, "unit")
        .unique()
        .with_columns((pl.col("unit") != "ONB").any().over(key).alias("_known"))
    )
    units = units.filter((pl.col("unit") != "ONB") | ~pl.col("_known")).drop("_known")
    units = units.join(
        victims.select(*key, "form", "origin_region_code", "nationality_code"), on=key
    )
    first_unit = (
        police.filter(pl.col("unit") != "ONB")
        .sort("received", "notification_id")
        .unique(key, keep="first", maintain_order=True)
        .select(*key, pl.col("unit").alias("first_unit"))
    )
    victims = victims.join(first_unit, on=key, how="left")
    victims = victims.join(
        groups.select(
            pl.col("priority").alias("first_priority"),
            pl.col("reporter_group_code").alias("first_group"),
        ),
        on="first_priority",
        how="left",
    )
    victims = victims.with_columns(
        pl.when(pl.col("first_group") == "POL")
        .then(pl.col("first_unit").fill_null("ONB"))
        .otherwise(pl.col("first_group"))
        .alias("imputation_reporter"),
        pl.when(pl.col("age_band") == "0-17")
        .then(pl.lit("MINOR"))
        .when(pl.col("age_band") == "ONB")
        .then(pl.lit("UNKNOWN"))
        .otherwise(pl.lit("ADULT"))
        .alias("adulthood"),
    )

    first_records = (
        counting.sort("received", "notification_id")
        .unique([*key, "reporter_group_code"], keep="first", maintain_order=True)
        .join(known.select(*key, "population"), on=key)
        .select("record_id", "population")
    )
    fates = (
        raw.select("record_id", "delivery_id", "fate")
        .join(first_records, on="record_id", how="left")
        .with_columns(
            pl.when(pl.col("fate").is_not_null())
            .then(pl.col("fate"))
            .when(pl.col("population").is_null())
            .then(pl.lit("duplicate"))
            .when(pl.col("population") == "ANALYSIS")
            .then(pl.lit("counted"))
            .otherwise(pl.lit("excluded"))
            .alias("fate")
        )
        .drop("population")
    )
    return Recount(known, victims, notifications, units, fates, labour, manners)


def rarest(
    victims: pl.DataFrame, mentions: pl.DataFrame, column: str, residual: str
) -> pl.DataFrame:
    """One value per victim-year of an edition: the rarest wins, the residual last (R-18, R-19)."""
    key = ["person_pseudonym", "year"]
    mine = mentions.join(victims.select(key), on=key, how="semi")
    counts = mine.group_by(column).len("n")
    chosen = (
        mine.join(counts, on=column)
        .with_columns((pl.col(column) == residual).alias("_last"))
        .sort("_last", "n", column)
        .unique(key, keep="first", maintain_order=True)
        .select(*key, column)
    )
    return (
        victims.select(key)
        .join(chosen, on=key, how="left")
        .with_columns(pl.col(column).fill_null("ONB"))
    )


def imputed(
    victims: pl.DataFrame, first_year: int, last_year: int, minimum: int = 5
) -> dict[str, float]:
    """Known, covered and expected visibility of R-17 in one period."""
    people = victims.filter(pl.col("has_SU") & pl.col("year").is_between(first_year, last_year))
    cells = (
        people.group_by("origin_region_code", "adulthood", "imputation_reporter")
        .agg(
            pl.len().alias("n"),
            (pl.col("visibility") == "ZICHTBAAR").sum().alias("visible"),
            (pl.col("visibility") == "MINDER_ZICHTBAAR").sum().alias("less"),
        )
        .with_columns((pl.col("visible") + pl.col("less")).alias("known"))
    )
    cells = cells.with_columns(
        pl.when(pl.col("known") >= minimum)
        .then(pl.col("n"))
        .otherwise(pl.col("known"))
        .alias("covered"),
    ).with_columns(
        pl.when(pl.col("known") > 0)
        .then(pl.col("covered") * pl.col("less") / pl.col("known"))
        .otherwise(0.0)
        .alias("expected_less")
    )
    return {
        "n": float(people.height),
        "known": float(cells["known"].sum()),
        "covered": float(cells["covered"].sum()),
        "less": float(cells["expected_less"].sum()),
    }
