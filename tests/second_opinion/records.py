"""From raw records to records that stand: cleaning, codes, rejections, versions (R-01, R-22).

Every raw record stays one row from beginning to end; what becomes of it is a column.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import polars as pl

from .lists import Lists
from .register import EMM_COLUMNS, NOTIFICATION_COLUMNS, Register

REGISTER_FIELDS: Final = {
    "status": "status",
    "reporter": "reporter",
    "consent": "yes_no",
    "om_b8_letter": "yes_no",
    "cooperates": "yes_no",
}
"""Fields in the register's own codes -> kind of code."""

ATTRIBUTES: Final = {
    "reporting_unit": "police_unit",
    "gender": "gender",
    "nationalities": "nationality",
    "exploitation_forms": "exploitation_form",
    "prostitution_sectors": "prostitution_sector",
    "labour_sectors": "labour_sector",
    "criminal_manners": "criminal_manner",
}
"""Fields in the codes of the reporter -> kind of code."""

SEVERAL: Final = (
    "nationalities",
    "exploitation_forms",
    "prostitution_sectors",
    "labour_sectors",
    "criminal_manners",
)
"""Fields that may hold several codes."""

UNSEEN: Final = (
    r"[\p{Cf}\p{Cc}--[\t\n\x0b\x0c\r\x1c-\x1f\x85]]|[\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F"
    r"\u3164\uFE00-\uFE0F\uFFA0]"
)
"""Characters that take no room."""

BLANK: Final = r"[\p{Z}\s\x1c-\x1f\u2800]"

IDENTIFIERS: Final = ("record_id", "notification_id", "person_pseudonym")

NOTHING: Final = (
    *("", "null", "none", "nil", "na", "nan", "nb", "n.b", "nvt", "n.v.t", "missing", "undefined"),
    *("unknown", "not available", "not applicable", "not known", "onbekend", "geen", "leeg"),
    *("niet bekend", "niet ingevuld", "niet van toepassing"),
)
"""What is written in the place of an identifier where there is none."""

LETTER, EMM, NOTIFICATION = "letter", "emm", "notification"


class UnknownCodeError(Exception):
    """A code of a usable record is in no crosswalk: the register cannot be counted."""


def assess(register: Register, lists: Lists) -> pl.DataFrame:
    """Return one row per raw record: cleaned, typed, with the reason if it is rejected.

    Beside the delivered columns: row (its number), person, received_on, year, delivered_on,
    version, birth_on, reported_age, reporter_code, group_code, code_system, kind (LETTER, EMM,
    NOTIFICATION), status_code, reason.
    """
    records = _typed(_stacked(register))
    codes = _lookup(records.with_columns(code_system=pl.lit("REGISTER")), REGISTER_FIELDS, lists)
    for field in REGISTER_FIELDS:
        one = codes.filter(pl.col("field") == field).select(
            "row", pl.col("code").alias(f"{field}_code")
        )
        records = records.join(one, on="row", how="left", maintain_order="left")
    is_emm_table = pl.col("source_table") == "emm_records"
    reporters = lists["ref_reporters"].join(
        lists["ref_reporter_groups"], on="reporter_group_code", how="left"
    )
    return (
        records.with_columns(
            reporter_code=pl.when(is_emm_table)
            .then(pl.lit("EMM"))
            .otherwise(pl.col("reporter_code"))
        )
        .join(
            reporters.select(
                "reporter_code",
                "is_notifier",
                "code_system",
                "legal_basis_code",
                "priority_order",
                group_code="reporter_group_code",
            ),
            on="reporter_code",
            how="left",
            maintain_order="left",
        )
        # The marker makes the letter, whoever is entered as reporter.
        .with_columns(
            kind=pl.when(pl.col("om_b8_letter_code") == "yes")
            .then(pl.lit(LETTER))
            .when(pl.col("is_notifier").not_())
            .then(pl.lit(EMM))
            .otherwise(pl.lit(NOTIFICATION))
        )
        .with_columns(reason=_rejection_reason(lists))
    )


def _stacked(register: Register) -> pl.DataFrame:
    """Put both tables under each other; values are as they are seen, an empty one is null."""
    emm = register.emm_records.select(EMM_COLUMNS).rename({"registered_on": "received_on"})
    both = pl.concat(
        [
            register.notifications.select(
                pl.lit("notifications").alias("source_table"), *NOTIFICATION_COLUMNS
            ),
            emm.select(pl.lit("emm_records").alias("source_table"), *emm.columns),
        ],
        how="diagonal",
    )
    text = pl.col(NOTIFICATION_COLUMNS).str.replace_all(UNSEEN, "").str.replace_all(BLANK, " ")
    cleaned = both.with_columns(text.str.strip_chars(" "))
    cleaned = cleaned.with_columns(
        pl.when(pl.col(NOTIFICATION_COLUMNS) != "").then(pl.col(NOTIFICATION_COLUMNS))
    )
    cleaned = cleaned.with_columns(_unless_nothing(name) for name in IDENTIFIERS)
    return cleaned.with_row_index("row").rename({"person_pseudonym": "person"})


def _unless_nothing(name: str) -> pl.Expr:
    """Return an identifier, or nothing for a word for nothing or marks alone."""
    text = pl.col(name)
    lower = text.str.to_lowercase()
    core = lower.str.replace_all(r"^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$", "")
    nothing = (
        core.is_in(NOTHING)
        | core.str.contains(r"^n[^0-9a-z]a$")
        | (core == "n") & ~lower.str.starts_with("n")
    )
    return pl.when(~nothing).then(text).alias(name)


def _date(name: str) -> pl.Expr:
    """A date is written yyyy-mm-dd or dd-mm-yyyy, in full."""
    text = pl.col(name)
    return pl.coalesce(
        pl.when(text.str.contains(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")).then(
            text.str.to_date("%Y-%m-%d", strict=False)
        ),
        pl.when(text.str.contains(r"^[0-9]{2}-[0-9]{2}-[0-9]{4}$")).then(
            text.str.to_date("%d-%m-%Y", strict=False)
        ),
    )


def _normal(text: pl.Expr) -> pl.Expr:
    """Codes are compared in upper case, trimmed, with single blanks (docs/register.md)."""
    return text.str.strip_chars(" ").str.replace_all(" +", " ").str.to_uppercase()


def _typed(records: pl.DataFrame) -> pl.DataFrame:
    """Read dates and numbers, and see which record ids are used more than once."""
    delivery = ("delivery_id", "delivered_on")
    fields = [name for name in records.columns if name not in ("row", "source_table", *delivery)]
    codes = (*REGISTER_FIELDS, *ATTRIBUTES)
    # Room for a time stamp.
    version = pl.col("version").str.extract(r"^([0-9]{1,18})$").cast(pl.Int64)
    birth_year = pl.col("birth_date").str.extract(r"^([0-9]{4})$").cast(pl.Int32)
    content = pl.concat_str(
        "source_table",
        *((_normal(pl.col(f)) if f in codes else pl.col(f)).fill_null("") for f in fields),
        separator="\x1f",
    )
    return (
        records.with_columns(
            content=content,
            received_text=pl.col("received_on"),
            received_on=_date("received_on"),
            delivered_on=_date("delivered_on"),
            version=pl.when(version >= 1).then(version),
            # only a birth year is 1 July of it.
            birth_on=pl.coalesce(_date("birth_date"), pl.date(birth_year, 7, 1)),
            reported_age=pl.col("reported_age")
            .str.extract(r"^(-?[0-9]+)$")
            .cast(pl.Int64, strict=False),
        )
        # Of the copies of a record the one that was delivered first is the record.
        .sort(*reversed(delivery), nulls_last=True, maintain_order=True)
        .with_columns(
            year=pl.col("received_on").dt.year().cast(pl.Int64),
            contents_of_id=pl.col("content").n_unique().over("record_id"),
            copy_number=pl.int_range(pl.len()).over("record_id", "content"),
        )
        .sort("row")
    )


def _rejection_reason(lists: Lists) -> pl.Expr:
    """The first reason, in the order of `ref_rejection_reasons`, that holds for a record."""
    is_notification = pl.col("source_table") == "notifications"
    consent_from = pl.lit(date.fromisoformat(lists.parameter("consent_required_from")))
    earliest = pl.lit(date.fromisoformat(lists.parameter("received_on_earliest")))
    conditions = {
        "record_id_missing": pl.col("record_id").is_null(),
        # None of the records of an ambiguous id is processed, copies among them included.
        "record_id_conflict": pl.col("record_id").is_not_null() & (pl.col("contents_of_id") > 1),
        "record_id_copy": pl.col("record_id").is_not_null() & (pl.col("copy_number") > 0),
        "notification_id_missing": is_notification & pl.col("notification_id").is_null(),
        "version_unreadable": is_notification & pl.col("version").is_null(),
        "delivery_incomplete": pl.col("delivery_id").is_null() | pl.col("delivered_on").is_null(),
        "status_missing": is_notification & pl.col("status").is_null(),
        "reporter_missing": is_notification & pl.col("reporter").is_null(),
        "person_pseudonym_missing": pl.col("person").is_null(),
        "received_on_missing": pl.col("received_text").is_null(),
        "received_on_unreadable": pl.col("received_on").is_null(),
        "received_too_early": pl.col("received_on") < earliest,
        "received_after_delivery": pl.col("received_on") > pl.col("delivered_on"),
        # R-22 speaks of notifications: a letter and a record of the EMM need no consent.
        "consent_missing": (pl.col("kind") == NOTIFICATION)
        & (pl.col("legal_basis_code") == "CONSENT")
        & (pl.col("received_on") >= consent_from)
        & pl.col("consent_code").ne_missing("yes"),
    }
    reasons = lists["ref_rejection_reasons"].sort("sort_order")["rejection_reason_code"].to_list()
    if set(reasons) != set(conditions):
        raise ValueError("the reasons of ref_rejection_reasons are not those of this program")
    return pl.coalesce(pl.when(conditions[reason]).then(pl.lit(reason)) for reason in reasons)


def _lookup(records: pl.DataFrame, fields: Mapping[str, str], lists: Lists) -> pl.DataFrame:
    """Translate codes for the year of receipt.

    A code that the record's own system knows for any year is that system's own; for any other the
    system STANDARD is asked.

    Returns:
        row, field, position, delivered_code, code (null when no crosswalk knows it); one row per
        delivered code.
    """
    delivered = pl.concat(
        records.select(
            "row",
            "code_system",
            "year",
            pl.lit(field).alias("field"),
            pl.lit(kind).alias("kind"),
            (pl.col(field).str.split("|") if field in SEVERAL else pl.concat_list(field)).alias(
                "delivered_code"
            ),
        ).filter(pl.col("delivered_code").is_not_null())
        for field, kind in fields.items()
    )
    delivered = (
        delivered.with_columns(position=pl.int_ranges(pl.col("delivered_code").list.len()))
        .explode("delivered_code", "position")
        .with_columns(delivered_code=_normal(pl.col("delivered_code")))
        .filter(pl.col("delivered_code").is_not_null() & (pl.col("delivered_code") != ""))
        .with_row_index("number")
    )
    rows = lists.crosswalks
    own = rows.filter(pl.col("code_system") != "STANDARD")
    standard = rows.filter(pl.col("code_system") == "STANDARD").drop("code_system")
    own_code = ["kind", "code_system", "delivered_code"]
    found = pl.concat(
        [
            delivered.join(own, on=own_code),
            delivered.join(own, on=own_code, how="anti").join(
                standard, on=["kind", "delivered_code"]
            ),
        ]
    ).filter(pl.col("year").is_between("valid_from_year", "valid_to_year"))
    return delivered.join(
        found.select("number", code="standard_code"),
        on="number",
        how="left",
        maintain_order="left",
        validate="1:1",
    ).select("row", "field", "position", "delivered_code", "code")


def attribute_codes(records: pl.DataFrame, lists: Lists) -> pl.DataFrame:
    """Return the standard codes of the reporters' fields: row, field, position, code.

    The unit is looked up for the police only; for others it is free text. Of rejected records only
    those are asked that a code has rejected: an unknown word for consent is no refusal.

    Raises:
        UnknownCodeError: a code of one of the other records is in no crosswalk.
    """
    read = records.filter(pl.col("reason").fill_null("consent_missing") == "consent_missing")
    for field in REGISTER_FIELDS:
        unknown = read.filter(pl.col(field).is_not_null(), pl.col(f"{field}_code").is_null())
        if field == "reporter":
            unknown = unknown.filter(pl.col("source_table") == "notifications")
        if not unknown.is_empty():
            raise UnknownCodeError(f"{field}: {unknown[field][0]!r}")
    records = records.filter(pl.col("reason").is_null())
    is_police = pl.col("group_code").eq_missing("POL")
    codes = _lookup(
        records.with_columns(reporting_unit=pl.when(is_police).then(pl.col("reporting_unit"))),
        ATTRIBUTES,
        lists,
    )
    for field, delivered in (
        codes.filter(pl.col("code").is_null()).select("field", "delivered_code").iter_rows()
    ):
        raise UnknownCodeError(f"{field}: {delivered!r}")
    return codes


def decide_versions(records: pl.DataFrame, lists: Lists) -> pl.DataFrame:
    """Add `step`: rejected, superseded, withdrawn, or null for a record that stands (R-01).

    Of one notification the highest version decides, then the latest delivery, then the last record
    id, even when that record is rejected - unless the reason leaves open which version of which
    notification it is.
    """
    harmless = lists["ref_rejection_reasons"].filter(pl.col("supersedes_lower_versions").not_())
    deciding = (
        records.filter(
            pl.col("notification_id").is_not_null(),
            pl.col("reason").is_null()
            | pl.col("reason").is_in(harmless["rejection_reason_code"].to_list()).not_(),
        )
        .sort(
            "version",
            "delivered_on",
            "record_id",
            descending=True,
            nulls_last=True,
        )
        .unique("notification_id", keep="first", maintain_order=True)
        .select("notification_id", deciding_row="row")
    )
    return records.join(
        deciding, on="notification_id", how="left", maintain_order="left"
    ).with_columns(
        step=pl.when(pl.col("reason").is_not_null())
        .then(pl.lit("rejected"))
        .when(pl.col("deciding_row") != pl.col("row"))
        .then(pl.lit("superseded"))
        .when(pl.col("status_code") == "withdrawn")
        .then(pl.lit("withdrawn"))
    )
