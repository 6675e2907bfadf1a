"""Writes the quality report, under the headings of Eurostat's Single Integrated Metadata Structure.

Every number of it is read from the warehouse when the report is written.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import duckdb

from slachtoffermonitor.kit.cells import CELLS
from slachtoffermonitor.kit.publication import Publication, both, labels_of
from slachtoffermonitor.kit.quality_tables import NUMBERS, QUERIES
from slachtoffermonitor.site.texts import Texts

SECTIONS: Final[dict[str, tuple[str, ...]]] = {
    "S1": (),
    "S2": (),
    "S3": (),
    "S4": (),
    "S5": ("editions",),
    "S6": (),
    "S7": (),
    "S8": (),
    "S9": (),
    "S10": (),
    "S11": ("expectations", "acceptances", "claims"),
    "S12": (),
    "S13": (
        *("coverage", "steps", "item_victims", "item_records", "records", "rejected"),
        *("conflicts", "unusable"),
    ),
    "S14": (),
    "S15": ("rules", "categories", "registered", "labels", "witness"),
    "S16": (),
    "S17": ("revisions", "causes"),
    "S18": ("sources", "readings"),
    "S19": (),
}
"""Headings of the structure, in its order and with its numbers, and the tables below each."""

_YEARS: Final = frozenset({"year_from", "year_to", "ends_from", "ends_to"})


def report_name(language: str) -> str:
    """Return the name of the file with the report in a language."""
    return f"quality-report_{language}.md"


def has_checks(connection: duckdb.DuckDBPyConnection) -> bool:
    """Say whether a file holds what the report is about: the checks of a warehouse."""
    row = connection.execute(
        "select count(*) from information_schema.tables "
        "where (table_schema, table_name) in (('audit', 'aud_reconciliation'))"
    ).fetchone()
    return bool(row and row[0])


def write_reports(
    connection: duckdb.DuckDBPyConnection, publication: Publication, folder: Path
) -> list[Path]:
    """Write the report in both languages.

    Args:
        connection: open on a warehouse, with the cells prepared.
        publication: of which it is.
        folder: where.

    Returns:
        The files, in Markdown.
    """
    files = []
    for language, t in both().items():
        file = folder / report_name(language)
        file.write_text(report(connection, publication, t), encoding="utf-8", newline="\n")
        files.append(file)
    return files


def report(connection: duckdb.DuckDBPyConnection, publication: Publication, t: Texts) -> str:
    """Return the report in a language, as Markdown."""
    said = _said(connection, publication, t)
    parts = [f"# {t('title.quality')}", *(f"**{text}**" for text in publication.notices(t))]
    for section, tables in SECTIONS.items():
        parts.append(f"## S.{section[1:]} {t(f'quality.{section}')}")
        text = t(f"quality.{section}.text", **said)
        parts.append(text or t("quality.none"))
        for name in tables:
            parts.append(f"### {t(f'quality.table.{name}', **said)}")
            if t.has(f"quality.note.{name}"):
                parts.append(t(f"quality.note.{name}"))
            parts.append(_table(connection, name, t))
    return "\n\n".join(parts) + "\n"


def _said(
    connection: duckdb.DuckDBPyConnection, publication: Publication, t: Texts
) -> dict[str, object]:
    """Return what the sentences of the report name."""
    found = {name: _one(connection, query) for name, query in NUMBERS.items()}
    measures = connection.execute(
        f"select distinct measure from {CELLS} order by measure"
    ).fetchall()
    labels = labels_of(t.language)
    contact = [publication.publisher.say("contact", t), publication.publisher.plain("email")]
    return found | {
        "publisher": publication.publisher.say("publisher", t),
        "contact": ", ".join(part for part in contact if part),
        "name": publication.label(t),
        "day": f"{publication.published_at:%Y-%m-%d}",
        "version": publication.version,
        "measures": "; ".join(labels(f"measure.{measure}") for (measure,) in measures),
        "notices": " ".join(publication.notices(t)),
    }


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> object:
    row = connection.execute(query).fetchone()
    value = row[0] if row else None
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    return "-" if value is None else value


def _table(connection: duckdb.DuckDBPyConnection, name: str, t: Texts) -> str:
    """Return a table of the report in Markdown, or the word for none where it has no rows."""
    found = connection.execute(QUERIES[name].replace("{language}", t.language))
    columns = [str(column[0]) for column in found.description or ()]
    rows = found.fetchall()
    if not rows:
        return t("quality.none")
    lines = [
        [t(f"quality.column.{column}") for column in columns],
        ["---" if _is_text(rows, place) else "---:" for place in range(len(columns))],
    ]
    lines += [
        [_shown(column, value, t) for column, value in zip(columns, row, strict=True)]
        for row in rows
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _is_text(rows: list[tuple[Any, ...]], place: int) -> bool:
    return all(isinstance(row[place], str) for row in rows)


def _shown(column: str, value: object, t: Texts) -> str:
    if value is None:
        return "-" if column.endswith("_pct") else t.number(0)
    if column.startswith("word_") and t.has(f"quality.word.{value}"):
        return t(f"quality.word.{value}")
    if column in _YEARS:
        return str(value)
    if isinstance(value, float):
        return t.number(Decimal(str(value)), 1)
    if isinstance(value, int | Decimal):
        return t.number(Decimal(value), 1 if column.endswith("_pct") else None)
    return str(value).replace("|", "\\|").replace("\n", " ")
