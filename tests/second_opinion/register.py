"""Reads a register as it is delivered (docs/register.md): all of it is text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

NOTIFICATION_COLUMNS: Final = (
    "delivery_id",
    "delivered_on",
    "record_id",
    "notification_id",
    "version",
    "status",
    "received_on",
    "person_pseudonym",
    "reporter",
    "reporting_unit",
    "birth_date",
    "reported_age",
    "gender",
    "nationalities",
    "exploitation_forms",
    "prostitution_sectors",
    "labour_sectors",
    "criminal_manners",
    "consent",
    "om_b8_letter",
    "cooperates",
)
EMM_COLUMNS: Final = (
    "delivery_id",
    "delivered_on",
    "record_id",
    "registered_on",
    "person_pseudonym",
    "birth_date",
    "reported_age",
    "gender",
    "nationalities",
    "exploitation_forms",
    "prostitution_sectors",
    "labour_sectors",
    "criminal_manners",
)


@dataclass(frozen=True)
class Register:
    """The two tables of a register, every column text, as delivered."""

    notifications: pl.DataFrame
    emm_records: pl.DataFrame

    @classmethod
    def of(
        cls, notifications: Sequence[Mapping[str, str]], emm_records: Sequence[Mapping[str, str]]
    ) -> Register:
        """Put a register together from rows; a column that a row does not name is empty."""
        return cls(_table(notifications, NOTIFICATION_COLUMNS), _table(emm_records, EMM_COLUMNS))

    @classmethod
    def read(cls, directory: Path, prefix: str = "") -> Register:
        """Read all files of a delivery; `prefix` is `raw_` for the shipped register.

        Raises:
            polars.exceptions.PolarsError: a file is not of the contract.
        """
        return cls(
            _read(directory, f"{prefix}notifications", NOTIFICATION_COLUMNS),
            _read(directory, f"{prefix}emm_records", EMM_COLUMNS),
        )


def _table(rows: Sequence[Mapping[str, str]], columns: Sequence[str]) -> pl.DataFrame:
    return pl.DataFrame(
        {column: [row.get(column, "") for row in rows] for column in columns},
        schema=dict.fromkeys(columns, pl.String),
    )


def _read(directory: Path, name: str, columns: Sequence[str]) -> pl.DataFrame:
    files = sorted(file for file in directory.iterdir() if file.name.startswith(name))
    tables = [
        pl.read_csv(file, infer_schema=False) if file.suffix == ".csv" else pl.read_parquet(file)
        for file in files
        if file.suffix in (".csv", ".parquet")
    ]
    return pl.concat(
        [
            pl.DataFrame(schema=dict.fromkeys(columns, pl.String)),
            *(table.select(pl.col(columns).cast(pl.String)) for table in tables),
        ]
    )
