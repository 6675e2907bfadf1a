"""What the tests of the release kit share: a publication, and how a kit is read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import duckdb
import openpyxl
import pytest
from typer.testing import CliRunner

from slachtoffermonitor.cli import app
from slachtoffermonitor.kit import cells
from slachtoffermonitor.kit.cells import MARKS
from slachtoffermonitor.kit.make import Wish
from slachtoffermonitor.kit.publication import Publication, labels_of, words_of
from slachtoffermonitor.publication.audiences import audience_for

EDITION: Final = "2015-2019"
MADE: Final = Wish(editions=(EDITION,), with_ods=False)
SHAPES: Final = Path(__file__).parent / "dcat_ap"
PUBLICATION: Final = Publication(
    number=7,
    is_synthetic=True,
    published_at=datetime(2026, 3, 2, 8, 30, tzinfo=UTC),
    version="0.1.0",
    audience=audience_for(None, synthetic=True),
)
DELIVERED: Final = replace(PUBLICATION, is_synthetic=False)
WARNINGS: Final = {"nl": "kleine aantallen niet beveiligd", "en": "small numbers not protected"}


def copy_marts(source: Path, target: Path, *changes: str) -> Path:
    """Copy the marts of aggregates to a file of their own, and change them."""
    with duckdb.connect(str(target)) as connection:
        # Views repeat the name of the file.
        connection.execute(f"attach '{source}' as {source.stem} (read_only)")
        connection.execute("create schema marts")
        for (table,) in connection.execute(
            "select table_name from information_schema.tables where table_schema = 'marts' "
            f"and table_catalog = '{source.stem}' "
            "and regexp_matches(table_name, '^(fig|tab|dim)_')"
        ).fetchall():
            connection.execute(f"create table marts.{table} as from {source.stem}.marts.{table}")
        connection.execute(f"detach {source.stem}")
        for change in changes:
            connection.execute(change)
    return target


def sheets_of(file: Path) -> dict[str, list[list[Any]]]:
    """Read an XLSX: sheet -> rows of values. A formula in it is a failure."""
    book = openpyxl.load_workbook(file)
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row), f"{sheet.title} {row}"
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def table_in(rows: list[list[Any]], heading: str) -> list[list[Any]]:
    """Return the table of a sheet, which begins where its first heading stands."""
    first = next(place for place, row in enumerate(rows) if row[0] == heading)
    return rows[first:]


def assert_sheets_hold_the_exhibits(
    sheets: dict[str, list[list[Any]]], connection: duckdb.DuckDBPyConnection, language: str
) -> None:
    """Look every number of the exhibits up by the headings of its row and column.

    What stands in no cell of an exhibit is a mark.
    """
    t, labels = words_of(language), labels_of(language)
    for exhibit in cells.exhibits(connection):
        rows = connection.execute(
            f"select row_kind, row_label_{language}, measure, column_label_{language}, value, pct "
            f"from marts.{exhibit.model} where edition_code = ?",
            [EDITION],
        ).fetchall()
        wanted: dict[tuple[str, ...], Any] = {}
        place: tuple[str, ...]
        for kind, row, measure, column, value, pct in rows:
            place = (labels(f"row_kind.{kind}"), row, labels(f"measure.{measure}"))
            wanted[*place, column] = value
            wanted[*place, t("column.percent_of", label=column)] = pct
        (_, _, _, *headings), *table = table_in(
            sheets[exhibit.number(language)], t("column.row_kind")
        )
        found = {
            (*row[:3], heading): value
            for row in table
            for heading, value in zip(headings, row[3:], strict=True)
        }
        assert len(found) == len(table) * len(headings)
        shown = {place: value for place, value in found.items() if value not in MARKS.values()}
        assert all(isinstance(value, int | float) for value in shown.values()), exhibit.code
        there = {place: value for place, value in wanted.items() if value is not None}
        assert shown.keys() == there.keys(), exhibit.code
        for place, value in there.items():
            assert shown[place] == pytest.approx(float(value), abs=1e-9), place


def run(*arguments: object) -> tuple[int, str]:
    """Run a command; return its exit code and what it says, on one line."""
    result = CliRunner().invoke(app, [str(one) for one in arguments])
    return result.exit_code, " ".join(result.output.split())


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file below a folder."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
