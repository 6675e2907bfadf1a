"""Exports the published marts, with the status of the data in every row."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

import duckdb

from slachtoffermonitor.files import closed_to_others, digest, publish_modes
from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.publication.audiences import audience_for
from slachtoffermonitor.troubles import sentence
from slachtoffermonitor.warehouse import (
    is_synthetic,
    open_warehouse,
    read_acceptances,
    table_names,
)

FACT_PREFIXES: Final = ("fct_", "labelled_")
"""Tables with a row per victim or notification: without pseudonyms, but not for publication."""

STATUS_COLUMN: Final = "data_status"
SUMS_FILE: Final = "SHA256SUMS"
NOTE_FILE: Final = "README.txt"

_SYNTHETIC_NOTE: Final = """SYNTHETIC DATA

These files were made from the synthetic register that comes with slachtoffermonitor. It is made up
and calibrated to published totals; no row is about a real person. Do not cite them as figures of
the monitor. Every file repeats it in the column data_status.
"""
_DELIVERED_NOTE: Final = """{statement}

These files were made by slachtoffermonitor from a delivered register. They are only for those who
may see its small numbers. Every file says so in the column data_status.
"""

_ACCEPTED_NOTE: Final = """
The office has accepted that the delivery falls short of what is expected of it:
"""

ExportFormat = Literal["csv", "parquet"]


def export(
    database: Path,
    target: Path,
    formats: tuple[ExportFormat, ...] = ("csv", "parquet"),
    with_facts: bool = False,
    audience: str | None = None,
) -> list[Path]:
    """Write every published mart to one file per format.

    Rows are in the order of all columns from left to right and the files carry no time, so that the
    same warehouse gives the same bytes. The first column, `data_status`, is `SYNTHETIC`, or
    `DELIVERED` with what the audience must know. Tables with a row per victim make it a folder for
    its owner alone; otherwise it has the mode of what is published.

    Args:
        database: the warehouse.
        target: directory for the files; it is made when it does not exist.
        formats: what to write.
        with_facts: also the tables with a row per victim or notification.
        audience: who it is for; a delivered register needs it.

    Returns:
        The files that were written.

    Raises:
        ProjectError: there is no complete warehouse, it is not for this audience, or the directory
            cannot be written.
    """
    with closed_to_others(), open_warehouse(database) as connection:
        tables = [
            table
            for table in table_names(connection, "marts")
            if with_facts or not table.startswith(FACT_PREFIXES)
        ]
        synthetic = is_synthetic(connection)
        meant_for = audience_for(audience, synthetic=synthetic)
        status = meant_for.mark(synthetic=synthetic)
        connection.execute("set threads = 1")
        connection.execute("set enable_progress_bar = false")
        try:
            is_new = not target.exists()
            target.mkdir(parents=True, exist_ok=True)
            files = [
                _write(connection, table, target / f"{table}.{kind}", kind, status)
                for table in tables
                for kind in formats
            ]
            note = target / NOTE_FILE
            text = _SYNTHETIC_NOTE
            if not synthetic:
                text = _DELIVERED_NOTE.format(statement=meant_for.statement_en.upper())
            accepted = [one for one in read_acceptances(connection) if one.is_used]
            if accepted:
                text += _ACCEPTED_NOTE + "".join(f"- {one}\n" for one in accepted)
            note.write_text(text, encoding="utf-8", newline="\n")
            files.append(note)
            sums = target / SUMS_FILE
            lines = [f"{digest(file)}  {file.name}\n" for file in sorted(files)]
            sums.write_text("".join(lines), encoding="utf-8", newline="\n")
            if not with_facts:
                publish_modes([target] * is_new + [*files, sums])
        except (OSError, duckdb.IOException) as error:
            raise ProjectError(sentence(error, target, "the folder of the export")) from None
    return [*files, sums]


def _write(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    file: Path,
    kind: ExportFormat,
    status: str,
) -> Path:
    described = connection.execute(f"describe marts.{table}").fetchall()
    columns = [
        defused(str(name)) if kind == "csv" and data_type == "VARCHAR" else f'"{name}"'
        for name, data_type, *_ in described
        if name != STATUS_COLUMN
    ]
    options = {
        "csv": "format csv, header true, delimiter ','",
        "parquet": f"format parquet, compression zstd, kv_metadata {{{STATUS_COLUMN}: '{status}'}}",
    }[kind]
    path = str(file).replace("'", "''")
    connection.execute(
        f"copy (select '{status}' as {STATUS_COLUMN}, {', '.join(columns)} "
        f"from (select * from marts.{table} order by all)) to '{path}' ({options})"
    )
    return file


def defused(column: str) -> str:
    """Return an expression for a text in which a spreadsheet sees no formula.

    An apostrophe goes before what it would run; after OWASP, 'CSV Injection'.
    """
    starts = (
        "left(ltrim(\"{0}\"), 1) in ('=', '+', '-', '@') or left(\"{0}\", 1) in (chr(9), chr(13))"
    )
    return (
        f'case when {starts.format(column)} then chr(39) || "{column}" '
        f'else "{column}" end as "{column}"'
    )
