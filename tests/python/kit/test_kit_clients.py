"""The release kit in LibreOffice itself. `make test-clients` runs it, and fails without one."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from kits import EDITION, MADE, PUBLICATION, assert_sheets_hold_the_exhibits
from python_calamine import CalamineWorkbook
from warehouses import Builds

from slachtoffermonitor.kit import cells, spreadsheets, workbook
from slachtoffermonitor.kit.make import make_kit
from slachtoffermonitor.kit.publication import words_of

pytestmark = [pytest.mark.clients, pytest.mark.slow]

DUTCH_DESK = "CSV:59,34,76,1,,1043,true,true"
"""Semicolons, quotation marks, UTF-8, from line 1, Dutch numbers, quoted is text, numbers are seen:
what a Dutch LibreOffice proposes for such a file."""


@pytest.fixture(scope="module")
def connection(builds: Builds) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(builds.result("shipped").database), read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def kit(connection: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kit") / "kit"
    make_kit(connection, PUBLICATION, folder, replace(MADE, with_ods=True))
    return folder


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_opendocument_holds_the_exhibits_cell_by_cell(
    kit: Path, connection: duckdb.DuckDBPyConnection, language: str
) -> None:
    file = kit / "workbooks" / workbook.file_name(EDITION, language)
    book = CalamineWorkbook.from_path(str(file.with_suffix(".ods")))
    sheets: dict[str, list[list[Any]]] = {
        name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names
    }
    assert len(sheets) == 3 + 15
    assert_sheets_hold_the_exhibits(sheets, connection, language)
    for name, rows in sheets.items():
        said = [str(value) for row in rows[:4] for value in row]
        assert any(words_of(language)("notice.synthetic") in text for text in said), name


def test_the_opendocument_is_the_same_twice(kit: Path, tmp_path: Path) -> None:
    books = sorted((kit / "workbooks").glob("*.xlsx"))
    copies = [tmp_path / book.name for book in books]
    for book, copy in zip(books, copies, strict=True):
        copy.write_bytes(book.read_bytes())
    for made in spreadsheets.write_ods(copies):
        assert made.read_bytes() == (kit / "workbooks" / made.name).read_bytes()


@pytest.mark.parametrize("exhibit", ["fig_2_04b", "fig_2_10", "tab_2_1"])
def test_the_dutch_table_opens_right_at_a_dutch_desk(
    kit: Path, connection: duckdb.DuckDBPyConnection, tmp_path: Path, exhibit: str
) -> None:
    subprocess.run(
        [
            *(spreadsheets.require_program(), f"-env:UserInstallation={tmp_path.as_uri()}/profile"),
            *("--headless", f"--infilter={DUTCH_DESK}", "--convert-to", "xlsx"),
            *("--outdir", str(tmp_path), str(kit / "nl" / f"{exhibit}.csv")),
        ],
        check=True,
        capture_output=True,
        timeout=spreadsheets.SECONDS,
    )
    sheet = openpyxl.load_workbook(tmp_path / f"{exhibit}.xlsx").worksheets[0]
    heading, *rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    t = words_of("nl")
    places = {key: heading.index(t(f"column.{key}")) for key in ("row", "column", "value", "pct")}
    wanted = cells.cells_of(connection, exhibit)
    assert len(rows) == len(wanted)
    for row, cell in zip(rows, wanted, strict=True):
        assert row[places["row"]] == cell.row_labels["nl"]
        assert row[places["column"]] == cell.column_labels["nl"]
        value = row[places["value"]]
        if cell.value is None:
            assert value == "[z]"
        else:
            assert isinstance(value, int | float)
            assert Decimal(str(value)) == cell.value
        assert row[places["pct"]] == cell.pct
