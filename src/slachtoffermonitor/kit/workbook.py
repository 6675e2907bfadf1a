"""Writes the exhibits of one edition as an accessible workbook, in one language.

The shape is that of the British statistical offices: a cover, contents, notes and one named table
a sheet, without merged or empty cells. gptables writes it; what it says in English only (the
headings of the cover, the table of notes) is written here in the language of the workbook.
"""

from __future__ import annotations

import errno
import os
import textwrap
import warnings
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import duckdb
import gptables
import pandas as pd
from gptables.core.wrappers import GPWorkbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from slachtoffermonitor.kit.cells import MARKS, Cell, Exhibit, cells_of, counts, exhibits, number
from slachtoffermonitor.kit.publication import Publication, labels_of
from slachtoffermonitor.site.texts import Texts

NOTES: Final = ("victims", "notifications", "imputed", "percentages", "editions", "cite")

_PLAIN_TEXT: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_A4: Final = 9
_TEXT_WIDTH: Final = 72
"""Characters of a line of text, so that a printed page holds it."""
_NARROWEST: Final = 10
"""Characters of a column of numbers; it is wider where a word of its heading is longer."""
_FIRST_NUMBER: Final = 3
"""Columns before the numbers: kind of row, row, unit."""
_LINE_HEIGHT: Final = 15
"""Points of a line of text; a program that opens the file does not always find it itself."""
_LANDSCAPE_FROM: Final = 6
"""A table of more columns is printed on its side."""


def file_name(edition: str, language: str) -> str:
    """Return the name of the workbook of an edition in a language."""
    return f"slachtoffermonitor_{edition}_{language}.xlsx"


def table_of(cells: list[Cell], t: Texts) -> pd.DataFrame:
    """Lay out the cells of an exhibit of one edition as a table.

    Returns:
        A row for each row of the exhibit and measure: kind, label and unit, then its numbers by
        column, then its percentages by column where the exhibit has any. A number that is not
        there is a mark.
    """
    labels = labels_of(t.language)
    columns = list(dict.fromkeys((cell.column, cell.column_labels[t.language]) for cell in cells))
    has_percentages = any(cell.pct is not None for cell in cells)
    rows: dict[tuple[Any, ...], dict[tuple[str, str], Cell]] = {}
    for cell in cells:
        key = (*cell.row, cell.row_labels[t.language], cell.measure)
        rows.setdefault(key, {})[cell.column] = cell
    table = []
    for (kind, _, label, measure), by_column in rows.items():
        shown = [by_column.get(column) for column, _ in columns]
        line: list[object] = [labels(f"row_kind.{kind}"), label, labels(f"measure.{measure}")]
        line += [_number_or_mark(cell, "value") for cell in shown]
        line += [_number_or_mark(cell, "pct") for cell in shown] if has_percentages else []
        table.append(line)
    headings = [t("column.row_kind"), t("column.row"), t("column.unit")]
    headings += [label for _, label in columns]
    if has_percentages:
        headings += [t("column.percent_of", label=label) for _, label in columns]
    return pd.DataFrame(table, columns=headings, dtype=object)


def _number_or_mark(cell: Cell | None, what: str) -> int | Decimal | str:
    found = None if cell is None else number(getattr(cell, what))
    if found is not None:
        return found
    hidden = cell is not None and cell.status_code == "suppressed"
    return MARKS["suppressed" if hidden else "not_applicable"]


def write_workbook(
    connection: duckdb.DuckDBPyConnection,
    publication: Publication,
    edition: str,
    t: Texts,
    file: Path,
) -> Path:
    """Write the workbook of an edition; the same cells and publication give the same bytes.

    Args:
        connection: with the cells prepared.
        publication: of which it is.
        edition: code of the edition.
        t: the words of its language.
        file: where, an `.xlsx`.

    Raises:
        OSError: the file cannot be written.
    """
    sheets = {t("sheet.notes"): _notes(publication, t)}
    for exhibit in exhibits(connection):
        if cells := cells_of(connection, exhibit.code, edition):
            sheets[exhibit.number(t.language)] = _sheet(exhibit, cells, publication, edition, t)
    notices = publication.notices(t)
    with warnings.catch_warnings():
        # The notes are a sheet of their own, in the language of the workbook.
        warnings.filterwarnings("ignore", message="No note text provided")
        book = gptables.produce_workbook(
            filename=str(file),
            sheets=sheets,
            cover=gptables.Cover(
                title=t("title.edition", edition=edition),
                cover_label=t("sheet.cover"),
                width=_TEXT_WIDTH,
            ),
            contentsheet_label=t("sheet.contents"),
            contentsheet_options={
                "title": t("sheet.contents_title"),
                "subtitles": notices,
                "column_names": [t("sheet.contents_name"), t("sheet.contents_about")],
                "table_name": "contents",
                "instructions": t("sheet.one_table"),
            },
            workbook_options=_PLAIN_TEXT,
        )
    for name, sheet in sheets.items():
        _fit(book.get_worksheet_by_name(name), sheet)
    _finish_cover(book, publication, counts(connection, edition), t)
    for sheet in book.worksheets():
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L{publication.short_status(t)}&R&P / &N")
        if sheet.dim_colmax is not None and sheet.dim_colmax > _LANDSCAPE_FROM:
            sheet.set_landscape()
    book.set_properties(
        {
            "title": t("title.edition", edition=edition),
            "subject": t("title.monitor"),
            "author": publication.publisher.named("publisher", t),
            "comments": " ".join(notices),
            "created": publication.published_at.replace(tzinfo=None),
        }
    )
    try:
        book.close()
    except FileCreateError as error:
        reason = error.args[0] if error.args else None
        number = getattr(reason, "errno", None) or errno.EIO
        raise OSError(number, os.strerror(number), str(file)) from None
    return file


def _sheet(
    exhibit: Exhibit, cells: list[Cell], publication: Publication, edition: str, t: Texts
) -> gptables.GPTable:
    """Return the sheet of an exhibit."""
    table = table_of(cells, t)
    counted = {status: int((table == mark).sum().sum()) for status, mark in MARKS.items()}
    has_percentages = any(cell.pct is not None for cell in cells)
    key = "sheet.marks" if has_percentages else "sheet.marks_counts"
    return gptables.GPTable(
        table=table,
        table_name=exhibit.code,
        title=f"{exhibit.number(t.language)}: {exhibit.title(t.language)}, {edition}",
        subtitles=publication.notices(t),
        instructions=t(key, **counted),
        source=_source(publication, t),
        index_columns={1: 0, 2: 1, 3: 2},
        additional_formatting=_formats(table, len({cell.column for cell in cells})),
    )


def _formats(table: pd.DataFrame, columns: int) -> list[dict[str, Any]]:
    """Return how the numbers of a table are shown: to the right, rows with decimals with one.

    Args:
        table: the table.
        columns: number of its columns with values; those with percentages come after them.
    """
    numbers = list(range(_FIRST_NUMBER, table.shape[1]))
    return [
        {"row": {"rows": [0], "format": {"text_wrap": True, "valign": "bottom"}}},
        *(
            {"row": {"rows": [place], "format": {"num_format": _format(row)}}}
            for place, row in enumerate(table.itertuples(index=False), start=1)
        ),
        {"column": {"columns": numbers, "format": {"align": "right"}, "include_names": True}},
        *(
            {"column": {"columns": [place], "format": {"num_format": "0"}}}
            for place in numbers[columns:]
        ),
    ]


def _format(row: tuple[object, ...]) -> str:
    """Return how the numbers of a row are shown; a cell holds all their decimals."""
    return "#,##0.0" if any(isinstance(value, Decimal) for value in row) else "#,##0"


def _notes(publication: Publication, t: Texts) -> gptables.GPTable:
    """Return the sheet of notes: what the marks and the units mean."""
    notes = [t(f"mark.{status}", mark=mark) for status, mark in MARKS.items()]
    notes += [t(f"note.{key}") for key in NOTES]
    headings = [t("sheet.note_number"), t("sheet.note")]
    return gptables.GPTable(
        table=pd.DataFrame(list(enumerate(notes, start=1)), columns=headings),
        table_name="notes",
        title=t("sheet.notes"),
        subtitles=publication.notices(t),
        instructions=t("sheet.one_table"),
        index_columns={1: 0},
        additional_formatting=[
            {"column": {"columns": [0, 1], "format": {"text_wrap": True, "valign": "top"}}}
        ],
    )


def _fit(sheet: Worksheet, written: gptables.GPTable) -> None:
    """Let long headings and notes take more lines, instead of columns as wide as they are long."""
    headings = list(written.table.columns)
    first_row = written.data_range[0]
    if len(headings) < _FIRST_NUMBER:
        sheet.set_column(1, 1, _TEXT_WIDTH)
        for place, note in enumerate(written.table.iloc[:, 1], start=first_row + 1):
            sheet.set_row(place, _LINE_HEIGHT * _lines(note))
        return
    lines = 1
    for place, heading in enumerate(headings[_FIRST_NUMBER:], start=_FIRST_NUMBER):
        longest = max(len(word) for word in heading.split())
        sheet.set_column(place, place, max(_NARROWEST, longest + 4))
        lines = max(lines, len(textwrap.wrap(heading, max(_NARROWEST - 2, longest))))
    sheet.set_row(first_row, _LINE_HEIGHT * lines)


def _lines(text: str) -> int:
    """Return how many lines a text takes, a little wider than its column counts in digits."""
    return len(textwrap.wrap(text, _TEXT_WIDTH + 6))


def _source(publication: Publication, t: Texts) -> str:
    return t(
        "sheet.source",
        publisher=publication.publisher.say("publisher", t),
        name=publication.label(t),
        day=f"{publication.published_at:%Y-%m-%d}",
    )


def _finish_cover(
    book: GPWorkbook, publication: Publication, counted: dict[str, int], t: Texts
) -> None:
    """Write the cover below its title: status, what it is, contact and use."""
    sheet = book.worksheets()[0]
    heading = book.add_format({**book.theme.cover_subtitle_format})
    text = book.add_format({**book.theme.cover_text_format})
    row = 1
    for title, lines in cover_parts(publication, counted, t):
        sheet.write_string(row, 0, title, heading)
        for place, line in enumerate(lines, start=row + 1):
            sheet.write_string(place, 0, line, text)
            sheet.set_row(place, _LINE_HEIGHT * _lines(line))
        row += 1 + len(lines)


def cover_parts(
    publication: Publication, counted: dict[str, int], t: Texts
) -> list[tuple[str, list[str]]]:
    """Return what a reader must know first: parts with a heading and their sentences."""
    publisher = publication.publisher
    status = publication.notices(t)
    if publication.approved_by:
        status.append(t("cover.approved", by=publication.approved_by))
    if publication.reason:
        status.append(t("cover.reason", reason=publication.reason))
    about = [
        t("title.about"),
        t(
            "cover.version",
            name=publication.label(t),
            day=f"{publication.published_at:%Y-%m-%d}",
            version=publication.version,
        ),
        t("mark.counts", total=sum(counted.values()), **counted),
        *(t(f"mark.{name}", mark=mark) + "." for name, mark in MARKS.items()),
    ]
    contact = [
        t("cover.publisher", publisher=publisher.say("publisher", t)),
        t("cover.contact_line", contact=publisher.say("contact", t)),
        t("cover.licence_line", licence=licence(publication, t)),
    ]
    return [
        (t("cover.status"), status),
        (t("cover.about"), about),
        (t("cover.contact"), contact),
    ]


def licence(publication: Publication, t: Texts) -> str:
    """Return under what licence the figures stand; made up ones are free to use, as such."""
    if publication.is_synthetic and "licence" not in publication.publisher.entries:
        return t("licence.synthetic")
    return publication.publisher.say("licence", t)
