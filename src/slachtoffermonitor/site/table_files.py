"""Writes the tables of a figure as the page shows them, for spreadsheets: CSV and XLSX.

The tidy CSV with codes is another file (material.py): programs read that one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

import xlsxwriter

from slachtoffermonitor.site.data import PRINTED, Cell
from slachtoffermonitor.site.tables import Table, instead
from slachtoffermonitor.site.texts import DIALECTS, Texts

FOLDER: Final = "downloads"
_MADE: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""The time that a workbook bears: the same for the same table."""
_SHEET_NAME: Final = 31
"""The most letters of a sheet's name."""


@dataclass(frozen=True)
class Sheet:
    """What is written of a figure.

    Attributes:
        heading: number, title and edition of the figure.
        notes: what must be said with it: first what the data are.
        tables: of the page.
        synthetic: whether what is not printed is invented.
    """

    heading: str
    notes: Sequence[str]
    tables: Sequence[Table]
    synthetic: bool


def write_tables(site: Path, name: str, sheet: Sheet, t: Texts) -> None:
    """Write the tables of a page into `downloads/<language>/<name>.csv` and `.xlsx`.

    Args:
        site: the folder of the site.
        name: of the files.
        sheet: what is written.
        t: the words of the language.
    """
    folder = site / FOLDER / t.language
    folder.mkdir(parents=True, exist_ok=True)
    _write_csv(folder / f"{name}.csv", sheet, t)
    _write_workbook(folder / f"{name}.xlsx", sheet, t)


def _print_words(cell: Cell, synthetic: bool, t: Texts) -> str:
    """Say whether a number is in print, and what is printed where it differs."""
    if number := instead(cell.value_in_print, cell.printed_value, t):
        return t("print.instead", number=number)
    if cell.value_in_print == PRINTED:
        return t("table.printed")
    return t("table.invented" if synthetic else "table.not_printed")


def _rows(table: Table, synthetic: bool, t: Texts) -> list[list[str | Decimal]]:
    """Return the rows of a table: kind, row, and for each column number, percentage and print."""
    rows: list[list[str | Decimal]] = []
    for group in table.groups:
        for row in group.rows:
            line: list[str | Decimal] = [group.heading.capitalize(), row.label]
            for shown in row.cells:
                if shown is None:
                    line += ["", "", ""]
                    continue
                cell = shown.cell
                value = shown.text if cell.value is None else cell.value
                pct = "" if cell.pct is None or not shown.share else Decimal(cell.pct)
                line += [value, pct, _print_words(cell, synthetic, t)]
            rows.append(line)
    return rows


def _heading(table: Table, t: Texts) -> list[str]:
    line = [t("table.kind"), t("table.row")]
    for column in table.columns:
        line += [column, f"{column}, %", f"{column}, {t('table.in_print')}"]
    return line


def _written(value: str | Decimal, t: Texts) -> str:
    """Return a number with the decimal mark of the language, and a text that is no formula."""
    if isinstance(value, Decimal):
        text = format(value.normalize(), "f")
        return text.replace(".", DIALECTS[t.language].decimal)
    return f"'{value}" if value.lstrip()[:1] in ("=", "+", "-", "@") or value[:1] == "\t" else value


def _write_csv(file: Path, sheet: Sheet, t: Texts) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=DIALECTS[t.language].delimiter, lineterminator="\r\n")
    for line in (sheet.heading, *sheet.notes):
        writer.writerow([line])
    for table in sheet.tables:
        writer.writerow([])
        writer.writerow([table.caption])
        writer.writerow(_heading(table, t))
        rows = _rows(table, sheet.synthetic, t)
        writer.writerows([_written(value, t) for value in row] for row in rows)
    file.write_text("\ufeff" + stream.getvalue(), encoding="utf-8", newline="")


def _write_workbook(file: Path, sheet: Sheet, t: Texts) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(str(file), options) as book:
        book.set_properties({"title": sheet.heading, "comments": sheet.notes[0], "created": _MADE})
        bold = book.add_format({"bold": True})
        for place, table in enumerate(sheet.tables, 1):
            page = book.add_worksheet(f"{place}. {t('table.sheet')}"[:_SHEET_NAME])
            page.write_string(0, 0, sheet.heading, bold)
            for number, line in enumerate(sheet.notes, 1):
                page.write_string(number, 0, line)
            first = len(sheet.notes) + 2
            page.write_string(first - 1, 0, table.caption)
            titles = _heading(table, t)
            page.write_row(first, 0, titles, bold)
            for number, row in enumerate(_rows(table, sheet.synthetic, t), first + 1):
                for column, value in enumerate(row):
                    if isinstance(value, Decimal):
                        page.write_number(number, column, float(value))
                    elif value:
                        page.write_string(number, column, value)
            page.freeze_panes(first + 1, 2)
            page.set_column(0, 1, 28)
            page.set_column(2, len(titles) - 1, 12)
