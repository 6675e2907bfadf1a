"""What an office owns: a folder outside the checkout with what is its own and not the project's.

The folder is named by the environment variable or by the variable of dbt (`office_path`); without
either there is none. dbt reads codes and limits itself (`macros/duckdb/office.sql`); what is read
here is needed before dbt runs or where it has no say: the names of columns, the acceptances, and
who publishes. docs/office.md says what the files hold.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from slachtoffermonitor.delivery import TABLES, Renamed
from slachtoffermonitor.project import ProjectError, project_setting

OFFICE_VARIABLE: Final = "SLACHTOFFERMONITOR_OFFICE"
OFFICE_VAR: Final = "office_path"
"""The same setting as a variable of dbt, which goes before the environment there."""

FILES: Final[Mapping[str, tuple[str, ...]]] = {
    "acceptances.csv": ("expectation", "delivery", "accepted_on", "reason"),
    "codes.csv": (
        *("crosswalk", "code_system", "delivered_code", "valid_from_year", "valid_to_year"),
        *("standard_code", "reason"),
    ),
    "columns.csv": ("source_table", "delivered_column", "column_name"),
    "limits.csv": ("limit_code", "limit_value", "reason"),
    "publisher.csv": ("entry", "text_nl", "text_en"),
}
"""The files of the folder, each with the columns of its header; any of them may be missing."""

PUBLISHER_ENTRIES: Final = (
    *("publisher", "contact", "email", "web_address", "licence", "licence_address"),
)
"""What an office may say of itself in a publication."""

_WEB: Final = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_ADDRESSES: Final = {
    "email": re.compile(r"[^@\s<>]+@[^@\s<>]+"),
    "web_address": _WEB,
    "licence_address": _WEB,
}
"""Entries that programs read: how they are written."""


@dataclass(frozen=True)
class Acceptance:
    """That an office accepts what an expectation finds in one delivery.

    Attributes:
        expectation: its id.
        delivery: name of the delivery.
        accepted_on: the day on which it was accepted.
        reason: why.
    """

    expectation: str
    delivery: str
    accepted_on: date
    reason: str


@dataclass(frozen=True)
class Office:
    """What the folder of an office says.

    Attributes:
        folder: where it is; there is none where an office owns nothing.
        renamed: table of a delivery -> delivered column -> column of the contract.
        acceptances: in the order of the file.
        publisher: entry -> language -> words, of who publishes.
    """

    folder: Path | None = None
    renamed: Renamed = field(default_factory=dict)
    acceptances: tuple[Acceptance, ...] = ()
    publisher: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def office_folder() -> Path | None:
    """Return the folder that a setting names, as an absolute path.

    Raises:
        ProjectError: there is no such folder.
    """
    named = os.environ.get(OFFICE_VARIABLE) or project_setting(OFFICE_VAR)
    if not named:
        return None
    folder = Path(named).expanduser().absolute()
    if not folder.is_dir():
        raise ProjectError(
            f"{OFFICE_VARIABLE} names {folder}, which is no folder; correct the setting, or take "
            "it away (docs/office.md)."
        )
    return folder


def read_office() -> Office:
    """Return what the folder of the office says; nothing where no setting names one.

    Raises:
        ProjectError: there is no such folder, or a file in it is not what it should be.
    """
    folder = office_folder()
    if folder is None:
        return Office()
    for file in sorted(folder.glob("*.csv")):
        if file.name not in FILES:
            raise ProjectError(
                f"{file}: the folder of an office holds no file of this name; it may hold "
                f"{', '.join(FILES)} (docs/office.md)."
            )
    rows = {name: list(_rows(folder / name)) for name in FILES if (folder / name).exists()}
    return Office(
        folder,
        _renamed(folder / "columns.csv", rows.get("columns.csv", [])),
        tuple(_acceptances(folder / "acceptances.csv", rows.get("acceptances.csv", []))),
        _publisher(folder / "publisher.csv", rows.get("publisher.csv", [])),
    )


_Row = tuple[int, dict[str, str]]


def _rows(file: Path) -> Iterator[_Row]:
    """Yield the rows of a file with the numbers of their lines.

    Raises:
        ProjectError: the file cannot be read, or a row is not of the header.
    """
    header = FILES[file.name]
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise _fault(file, "the encoding is not UTF-8; save the file as UTF-8") from None
    except OSError as error:
        reason = (error.strerror or "the system refuses").lower()
        raise _fault(file, f"the file cannot be opened ({reason})") from None
    lines = csv.reader(text.splitlines(), strict=True)
    try:
        if tuple(next(lines, ())) != header:
            raise _fault(file, f"the first line must be {','.join(header)}")
        for row in lines:
            if not row:
                continue
            if len(row) != len(header):
                raise _fault(
                    file,
                    f"there are {len(row)} values for the {len(header)} columns of the header; a "
                    "value with a comma in it stands in quotation marks",
                    lines.line_num,
                )
            values = dict(zip(header, (value.strip() for value in row), strict=True))
            empty = [name for name, value in values.items() if not value]
            if empty:
                raise _fault(file, f"the column {empty[0]} has no value", lines.line_num)
            yield lines.line_num, values
    except csv.Error:
        raise _fault(file, "a quotation mark is not closed", lines.line_num) from None


def _renamed(file: Path, rows: list[_Row]) -> Renamed:
    renamed: dict[str, dict[str, str]] = {}
    for line, row in rows:
        table, delivered, column = row["source_table"], row["delivered_column"], row["column_name"]
        if table not in TABLES:
            raise _fault(file, f"'{table}' is no table; write {' or '.join(TABLES)}", line)
        if column not in TABLES[table]:
            raise _fault(
                file, f"'{column}' is no column of {table} (docs/register.md lists them)", line
            )
        if delivered in TABLES[table]:
            raise _fault(file, f"'{delivered}' is a column of the contract itself", line)
        names = renamed.setdefault(table, {})
        if delivered in names or column in names.values():
            raise _fault(file, "the delivered column or that of the contract is there twice", line)
        names[delivered] = column
    return renamed


def _acceptances(file: Path, rows: list[_Row]) -> Iterator[Acceptance]:
    seen = set()
    for line, row in rows:
        try:
            accepted_on = date.fromisoformat(row["accepted_on"])
        except ValueError:
            raise _fault(
                file, f"'{row['accepted_on']}' is no date; write it as yyyy-mm-dd", line
            ) from None
        key = (row["expectation"], row["delivery"])
        if key in seen:
            raise _fault(file, f"{key[0]} is accepted twice for the delivery {key[1]}", line)
        seen.add(key)
        yield Acceptance(row["expectation"], row["delivery"], accepted_on, row["reason"])


def _publisher(file: Path, rows: list[_Row]) -> dict[str, dict[str, str]]:
    entries: dict[str, dict[str, str]] = {}
    for line, row in rows:
        entry = row["entry"]
        if entry not in PUBLISHER_ENTRIES:
            raise _fault(file, f"'{entry}' is no entry; write {', '.join(PUBLISHER_ENTRIES)}", line)
        if entry in entries:
            raise _fault(file, f"{entry} is there twice", line)
        both = {"nl": row["text_nl"], "en": row["text_en"]}
        written = _ADDRESSES.get(entry)
        if written and (both["nl"] != both["en"] or not written.fullmatch(both["en"])):
            raise _fault(file, f"{entry} must be an address, the same in both columns", line)
        entries[entry] = both
    return entries


def _fault(file: Path, sentence: str, line: int | None = None) -> ProjectError:
    where = f", line {line}" if line else ""
    return ProjectError(f"{file}{where}: {sentence} (docs/office.md).")
