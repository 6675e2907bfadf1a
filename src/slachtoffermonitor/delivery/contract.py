"""What a delivery must look like, and how it is said that it does not."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

_FOLDER: Final = Path(__file__).parent


def table_schema(table: str) -> dict[str, Any]:
    """Return the contract of a table as a Table Schema (datapackage.org), fields in their order."""
    file = _FOLDER / f"{table}.schema.json"
    schema: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return schema


def _columns_of(table: str) -> tuple[str, ...]:
    return tuple(field["name"] for field in table_schema(table)["fields"])


NOTIFICATION_COLUMNS: Final = _columns_of("notifications")
"""Columns of `notifications*`, in the order of the contract."""

EMM_COLUMNS: Final = _columns_of("emm_records")
"""Columns of `emm_records*`, in the order of the contract."""

TABLES: Final[dict[str, tuple[str, ...]]] = {
    "notifications": NOTIFICATION_COLUMNS,
    "emm_records": EMM_COLUMNS,
}
"""The tables of a delivery; a file belongs to the table whose name its own name begins with."""

SEED_PREFIX: Final = "raw_"
"""What the shipped register's seeds carry before the name of the table."""

SYNTHETIC_MARK: Final = "SYNTHETIC"

IDENTIFIER_COLUMNS: Final = ("record_id", "notification_id", "person_pseudonym")
DATE_COLUMNS: Final = ("delivered_on", "received_on", "registered_on", "birth_date")

LINES_NAMED: Final = 3
"""So many line numbers are named for one kind of problem in one file; the rest is counted."""

REJECTS_READ: Final = 1000
"""So many faulty lines of a file are looked at; enough to see what is wrong with it."""

RECORDS_VARIABLE: Final = "SLACHTOFFERMONITOR_RECORDS_MAX"
"""Setting: a delivery of more records than this is not read."""
RECORDS_MAX: Final = 20_000_000
"""So many without the setting. A Parquet file of some kilobytes can claim any number."""

SPREADSHEET_ROWS: Final = 1_048_576
"""Rows that one sheet of a spreadsheet holds, header included; what is beyond is cut off."""

SCAN_MEMORY: Final = "1GB"

HEADER_BYTES: Final = 65_536
"""A header is looked for within so many bytes."""

FOOTER_BYTES: Final = 1_048_576
"""The footer of a Parquet file is looked for within so many bytes of its end."""

CSV_SUFFIX: Final = ".csv"
PARQUET_SUFFIXES: Final = (".parquet", ".pq")
LOOKS_LIKE_DATA: Final = (CSV_SUFFIX, *PARQUET_SUFFIXES, ".tsv", ".xlsx", ".xls", ".ods")

DELIMITERS: Final = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}
CONTRACT: Final = "docs/register.md lists the columns"
SHEET_DATES: Final = r"[1-6][0-9]{4}([.,]0+)?|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}"
SHEET_ERRORS: Final = ("#NAME?", "#REF!", "#VALUE!", "#N/A", "#DIV/0!", "#NUM!", "#NULL!")

Format = Literal["csv", "parquet"]

Renamed = Mapping[str, Mapping[str, str]]
"""Table of a delivery -> column as it is delivered -> column of the contract (docs/office.md)."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a delivery, in one sentence that says what to do."""

    where: str
    """File (base name), with a line number where one is known, or the directory."""
    sentence: str

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}"


@dataclass(frozen=True)
class DeliveredFile:
    """A file of a delivery whose header or schema has been read and fits the contract."""

    table: str
    path: Path
    format: Format
    columns: tuple[tuple[str, str], ...]
    """Name in the contract and DuckDB type of each column, in the order of the file."""
    delivered: tuple[str, ...] = ()
    """What the file calls its columns."""


class DeliveryError(Exception):
    """The delivery cannot be read; the message is meant for people and holds no personal data."""

    def __init__(self, directory: Path, problems: Sequence[Problem]) -> None:
        super().__init__(describe(directory, problems))
        self.problems = tuple(problems)


class FileError(Exception):
    """Something is wrong with one file; `line` is counted from 1, the header included."""

    def __init__(self, sentence: str, line: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.line = line


def describe(directory: Path, problems: Sequence[Problem], limit: int = 20) -> str:
    """Return one message for people about everything that is wrong, at most `limit` sentences."""
    noun = "problem" if len(problems) == 1 else "problems"
    where = spelt(str(directory))
    lines = [f"The delivery in {where} cannot be used: {len(problems)} {noun}. Nothing was built."]
    lines += [f"  - {problem}" for problem in problems[:limit]]
    if len(problems) > limit:
        lines.append(f"  - and {len(problems) - limit} more.")
    return "\n".join(lines)


def spelt(name: str) -> str:
    """Return a name as it can be printed, whatever bytes it is of."""
    return os.fsencode(name).decode("utf-8", "replace")
