"""The release kit: all formats hold the cells of the exhibits, and nothing that surprises."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import duckdb
import openpyxl
import pytest
from kits import (
    EDITION,
    MADE,
    PUBLICATION,
    assert_sheets_hold_the_exhibits,
    bytes_of,
    sheets_of,
)

from slachtoffermonitor.kit import (
    cells,
    spreadsheets,
    workbook,
)
from slachtoffermonitor.kit.make import make_kit
from slachtoffermonitor.kit.publication import words_of


def test_tidy_files_hold_the_exhibits_cell_by_cell(
    kit: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    for exhibit in cells.exhibits(connection):
        columns = ", ".join(name for name in cells.TIDY_COLUMNS[3:-1])
        wanted = connection.execute(
            f"select {columns} from marts.{exhibit.model} order by all"
        ).fetchall()
        file = kit / "tidy" / exhibit.code
        found = duckdb.execute(f"select {columns} from '{file}.parquet' order by all").fetchall()
        assert found == wanted, exhibit.code
        kinds = dict(
            duckdb.execute(
                f"select column_name, column_type from (describe '{file}.parquet')"
            ).fetchall()
        )
        read = f"read_csv('{file}.csv', columns = {kinds}, auto_detect = false, header = true)"
        assert duckdb.execute(f"select {columns} from {read} order by all").fetchall() == wanted


@pytest.mark.parametrize("language", ["nl", "en"])
def test_labelled_files_hold_the_exhibits_cell_by_cell(
    kit: Path, connection: duckdb.DuckDBPyConnection, language: str
) -> None:
    t = words_of(language)
    for exhibit in cells.exhibits(connection):
        text = (kit / language / f"{exhibit.code}.csv").read_bytes()
        assert text.startswith(b"\xef\xbb\xbf")
        lines = text.decode("utf-8-sig").split("\r\n")
        assert lines.pop() == ""
        assert not any("\n" in line for line in lines)
        mark = {"nl": ";", "en": ","}[language]
        rows = list(csv.reader(lines, delimiter=mark))
        value, pct = rows[0].index(t("column.value")), rows[0].index(t("column.pct"))
        wanted = cells.cells_of(connection, exhibit.code)
        assert len(rows) - 1 == len(wanted)
        for row, line, cell in zip(rows[1:], lines[1:], wanted, strict=True):
            decimal = "," if language == "nl" else "."
            shown = "[z]" if cell.value is None else f"{cells.number(cell.value)}"
            assert row[value] == shown.replace(".", decimal), cell.cell_id
            assert row[pct] == ("" if cell.pct is None else str(cell.pct))
            assert cell.row_labels[language] in row
            # Text stands in quotation marks, so that no desk takes 0-17 for a date; numbers do not.
            assert f'"{cell.column_labels[language]}"' in line
            assert cell.value is None or f'"{row[value]}"' not in line


def test_a_kit_is_the_same_twice(
    kit: Path, connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    make_kit(connection, PUBLICATION, tmp_path / "again", MADE)
    assert bytes_of(kit) == bytes_of(tmp_path / "again")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_workbook_holds_the_exhibits_cell_by_cell(
    kit: Path, connection: duckdb.DuckDBPyConnection, language: str
) -> None:
    t = words_of(language)
    sheets = sheets_of(kit / "workbooks" / workbook.file_name(EDITION, language))
    assert list(sheets)[:3] == [t("sheet.cover"), t("sheet.contents"), t("sheet.notes")]
    assert len(sheets) == 3 + 15
    assert_sheets_hold_the_exhibits(sheets, connection, language)
    for name, rows in sheets.items():
        said = [str(value) for row in rows[:4] for value in row]
        assert any(t("notice.synthetic") in text for text in said), name


def test_a_sheet_has_one_named_table_and_says_how_many_marks_it_has(kit: Path) -> None:
    book = openpyxl.load_workbook(kit / "workbooks" / workbook.file_name(EDITION, "en"))
    for sheet in book.worksheets[3:]:
        assert len(sheet.tables) == 1
        values = [value for row in sheet.iter_rows(values_only=True) for value in row]
        said = next(str(v) for v in values if "This sheet holds one table" in str(v))
        counted = [int(found) for found in re.findall(r"(\d+) marks", said)]
        assert counted == [values.count("[z]"), values.count("[c]")]
        assert not sheet.merged_cells.ranges
    names = [table for sheet in book.worksheets for table in sheet.tables]
    assert len(names) == len(set(names))


def test_the_pages_of_an_opendocument_stand_in_one_order() -> None:
    upright, aside = "><page/></style:page-layout>", "><wide/></style:page-layout>"
    layout, page = '<style:page-layout style:name="{}"{}', '<style:master-page style:name="{}"'
    uses = page + ' style:page-layout-name="{}"/></style:master-page>'
    one = layout.format("M1", upright) + layout.format("M2", aside)
    other = layout.format("M1", aside) + layout.format("M2", upright)
    found = {
        spreadsheets.in_order(
            f"<a>{one}</a><b>{uses.format('X', 'M1')}{uses.format('Y', 'M2')}</b>"
        ),
        spreadsheets.in_order(
            f"<a>{other}</a><b>{uses.format('Y', 'M1')}{uses.format('X', 'M2')}</b>"
        ),
    }
    assert len(found) == 1
    assert spreadsheets.in_order("<a/>") == "<a/>"


def test_text_that_would_be_a_formula_is_defused_the_same_way_everywhere(
    spoilt: tuple[Path, duckdb.DuckDBPyConnection],
) -> None:
    folder, _ = spoilt
    for language, wanted in {"nl": ("'=1+1", "'-2"), "en": ("' @SUM(A1)", "'+cmd")}.items():
        sheet = sheets_of(folder / "workbooks" / workbook.file_name(EDITION, language))
        number = {"nl": "Figuur 2.8", "en": "Figure 2.8"}[language]
        labels = {row[1] for row in sheet[number]}
        text = (folder / language / "fig_2_08.csv").read_text(encoding="utf-8-sig")
        stored = duckdb.execute(
            f"select distinct label_{language} from '{folder}/tidy/labels.parquet'"
        ).fetchall()
        for label in wanted:
            assert label in labels
            assert f'"{label}"' in text
            assert (label,) in stored


def test_a_negative_number_stays_a_number(
    spoilt: tuple[Path, duckdb.DuckDBPyConnection],
) -> None:
    folder, _ = spoilt
    sheet = sheets_of(folder / "workbooks" / workbook.file_name(EDITION, "en"))["Figure 2.10"]
    assert {value for row in sheet if row[2] == "mean age in years" for value in row[3:9]} == {-1.5}
    assert ";-1,5;" in (folder / "nl" / "fig_2_10.csv").read_text(encoding="utf-8-sig")


def test_a_suppressed_number_is_nowhere(spoilt: tuple[Path, duckdb.DuckDBPyConnection]) -> None:
    folder, opened = spoilt
    hidden = opened.execute(
        "select edition_code, value from marts.fig_2_05_labour_sectors where is_suppressed"
    ).fetchall()
    rows = duckdb.execute(
        "select edition_code, row_kind, value, unit_count, base, pct, status_code "
        f"from '{folder}/tidy/fig_2_05.parquet'"
    ).fetchall()
    assert len(hidden) == 8
    assert sum(row[-1] == "suppressed" for row in rows) == len(hidden)
    for edition, kind, value, unit_count, base, pct, status in rows:
        if status == "suppressed":
            assert (value, unit_count, base, pct) == (None,) * 4
        # The total is hidden, so that no percentage of it may give it away.
        assert (base, pct) == (None, None), (edition, kind)
    total = next(value for edition, value in hidden if edition == EDITION and value > 100)
    for language in ("nl", "en"):
        text = (folder / language / "fig_2_05.csv").read_text(encoding="utf-8-sig")
        shown = [line for line in text.splitlines() if EDITION in line]
        assert not any(str(int(total)) in re.split("[;,]", line) for line in shown)
        assert sum("[c]" in line for line in shown) == 2
        sheets = sheets_of(folder / "workbooks" / workbook.file_name(EDITION, language))
        number = {"nl": "Figuur 2.5", "en": "Figure 2.5"}[language]
        values = [value for row in sheets[number] for value in row]
        assert total not in values
        assert values.count("[c]") == 2
        assert "[z]" not in values


def test_the_marks_are_told_apart_and_counted(
    spoilt: tuple[Path, duckdb.DuckDBPyConnection],
) -> None:
    folder, opened = spoilt
    counted = cells.counts(opened)
    assert counted["suppressed"] == 8
    assert counted["not_applicable"] == 178
    assert f"{sum(counted.values()):,} cells" in (folder / "README.txt").read_text()
    assert "178 not applicable, 8 suppressed" in (folder / "README.txt").read_text()
    assert not list(folder.rglob("*-99*"))
