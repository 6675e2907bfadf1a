"""Gives the SQL that reads the files of a delivery in place, every column as text."""

from __future__ import annotations

from pathlib import Path

from slachtoffermonitor.delivery.contract import (
    TABLES,
    DeliveredFile,
    DeliveryError,
    Format,
    Renamed,
)
from slachtoffermonitor.delivery.files import open_delivery
from slachtoffermonitor.delivery.sql import as_text, read_by


def relation_sql(directory: Path, table: str, renamed: Renamed | None = None) -> str:
    """Return a subselect in brackets that reads one table of a delivery in place.

    It has the columns of the contract, in that order and all of them text, and `source_file`, the
    base name of the file. An empty value is null or an empty text; staging takes both for unknown.
    A text column is passed on as it is, so that DuckDB keeps its dictionary, and what staging does
    is done once per entry. A delivery without files for the table gives no rows.

    Args:
        directory: the directory of the delivery.
        table: `notifications` or `emm_records`.
        renamed: names that an office has of its own for columns.

    Raises:
        DeliveryError: a file cannot be opened or does not fit the contract.
    """
    files, problems = open_delivery(directory, renamed=renamed)
    if problems:
        raise DeliveryError(directory, problems)
    groups: dict[
        tuple[Format, tuple[tuple[str, str], ...], tuple[str, ...]], list[DeliveredFile]
    ] = {}
    for file in files:
        if file.table == table:
            groups.setdefault((file.format, file.columns, file.delivered), []).append(file)
    selects = []
    for (_, columns, _), members in groups.items():
        kinds = dict(columns)
        expressions = [f"{as_text(name, kinds[name])} as {name}" for name in TABLES[table]]
        expressions.append("parse_filename(filename, false, 'system') as source_file")
        selects.append(
            f"select {', '.join(expressions)} from {read_by(members, ', filename = true')}"
        )
    if not selects:
        empty = [f"cast(null as varchar) as {name}" for name in (*TABLES[table], "source_file")]
        selects.append(f"select {', '.join(empty)} where false")
    return "(\n    " + "\n    union all\n    ".join(selects) + "\n)"
