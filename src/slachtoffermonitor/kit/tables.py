"""Writes the exhibits as files: labelled CSV for people, tidy CSV and Parquet for programs."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Final

import duckdb

from slachtoffermonitor.delivery.sql import literal
from slachtoffermonitor.kit.cells import (
    CELLS,
    LABELS,
    MARKS,
    TIDY_COLUMNS,
    Cell,
    Exhibit,
    cells_of,
    number,
)
from slachtoffermonitor.kit.publication import Publication, labels_of
from slachtoffermonitor.site.texts import DIALECTS, Dialect, Texts

LABELLED_COLUMNS: Final = (
    *("edition", "exhibit", "row_kind", "row", "column_kind", "column", "unit"),
    *("value", "base", "pct", "status", "cell_id", "data_status"),
)
"""Columns of a labelled file, by the keys of their headings."""


class _Written(Decimal):
    """A number that the CSV module writes without quotation marks, with a decimal comma."""

    def __str__(self) -> str:
        return format(Decimal(self), "f").replace(".", ",")


def labelled_row(cell: Cell, exhibit: Exhibit, publication: Publication, t: Texts) -> list[object]:
    """Return a cell as a row of a labelled file: texts, and numbers where there is one.

    A mark stands in the place of a number that is not there, so that nobody takes it for zero.
    """
    language = t.language
    labels = labels_of(language)
    return [
        cell.edition_code,
        exhibit.number(language),
        labels(f"row_kind.{cell.row[0]}"),
        cell.row_labels[language],
        t(f"column_kind.{cell.column[0]}"),
        cell.column_labels[language],
        labels(f"measure.{cell.measure}"),
        MARKS.get(cell.status_code) if cell.value is None else number(cell.value),
        number(cell.base),
        cell.pct,
        t(f"status.{cell.status_code}"),
        cell.cell_id,
        publication.short_status(t),
    ]


def write_labelled(
    connection: duckdb.DuckDBPyConnection,
    exhibit: Exhibit,
    publication: Publication,
    t: Texts,
    file: Path,
) -> Path:
    """Write an exhibit with the labels of a language: text in quotation marks, numbers bare.

    Args:
        connection: with the cells prepared.
        exhibit: which one.
        publication: of which it is.
        t: the words of the language.
        file: where; it begins with a byte order mark, and its lines end as on Windows.
    """
    dialect = DIALECTS[t.language]
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(
            stream,
            delimiter=dialect.delimiter,
            quoting=csv.QUOTE_NONNUMERIC,
            lineterminator="\r\n",
        )
        writer.writerow([t(f"column.{key}") for key in LABELLED_COLUMNS])
        for cell in cells_of(connection, exhibit.code):
            row = labelled_row(cell, exhibit, publication, t)
            writer.writerow(_written(row, dialect))
    return file


def _written(row: Iterable[object], dialect: Dialect) -> list[object]:
    comma = dialect.decimal == ","
    return [_Written(value) if comma and isinstance(value, Decimal) else value for value in row]


def write_tidy(
    connection: duckdb.DuckDBPyConnection, exhibit: Exhibit, publication: Publication, folder: Path
) -> list[Path]:
    """Write an exhibit with codes, one row a cell: `<exhibit>.csv` and `<exhibit>.parquet`.

    Args:
        connection: with the cells prepared.
        exhibit: which one.
        publication: of which it is; its status stands in the Parquet file's metadata as well.
        folder: where.
    """
    query = (
        f"select {', '.join(TIDY_COLUMNS)} from {CELLS} where exhibit_code = '{exhibit.code}' "
        "order by edition_code, row_order, measure, column_order, column_code"
    )
    return _write_both(connection, query, publication, folder / exhibit.code)


def write_labels(
    connection: duckdb.DuckDBPyConnection, publication: Publication, folder: Path
) -> list[Path]:
    """Write the labels of all codes, `labels.csv` and `labels.parquet`."""
    query = (
        f"select * from {LABELS} order by exhibit_code, edition_code, axis, sort_order, kind, code"
    )
    return _write_both(connection, query, publication, folder / "labels")


def _write_both(
    connection: duckdb.DuckDBPyConnection, query: str, publication: Publication, stem: Path
) -> list[Path]:
    status = literal(f"{publication.data_status}; {publication.release_status}")
    options = {
        ".csv": "format csv, header true",
        ".parquet": f"format parquet, compression zstd, kv_metadata {{data_status: {status}}}",
    }
    files = [stem.with_suffix(suffix) for suffix in options]
    for file, option in zip(files, options.values(), strict=True):
        connection.execute(f"copy ({query}) to {literal(file.as_posix())} ({option})")
    return files
