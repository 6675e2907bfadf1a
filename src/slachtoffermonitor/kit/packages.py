"""Describes the tidy and labelled CSV files: as a Frictionless Data Package and as CSVW.

What a column means is said once, in the contracts of the marts (`persist_docs` leaves it in the
file as comments); what is said here is what the kit adds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

from slachtoffermonitor.files import digest
from slachtoffermonitor.kit.cells import MARKS, TIDY_COLUMNS, Exhibit
from slachtoffermonitor.kit.publication import Publication, words_of
from slachtoffermonitor.kit.tables import LABELLED_COLUMNS
from slachtoffermonitor.site.texts import DIALECTS

PACKAGE_FILE: Final = "datapackage.json"
CSVW_FILE: Final = "tidy/csv-metadata.json"

LABEL_COLUMNS: Final = (
    *("data_status", "release_status", "exhibit_code", "edition_code", "axis", "kind", "code"),
    *("label_nl", "label_en", "sort_order"),
)
LABEL_KEY: Final = ("exhibit_code", "edition_code", "axis", "kind", "code")

_OWN: Final = {
    "data_status": "Whether the register is made up; of a delivered one, who may see it.",
    "release_status": "Under what conditions the publication is given; approved without any.",
    "cell_id": "Identifier of the cell; it stays the same as long as the publication is kept.",
    "status_code": "Whether the value is published, not applicable or suppressed.",
    "axis": "Whether the code is one of a row or of a column.",
    "kind": "Kind of row or column.",
    "code": "Code of the row or column, as in row_code and column_code.",
    "label_nl": "Label in Dutch.",
    "label_en": "Label in English.",
    "sort_order": "Place of the row or column in the exhibit.",
}
_NUMBERS: Final = {
    "value": "number",
    "base": "number",
    "unit_count": "integer",
    "pct": "integer",
    "sort_order": "integer",
}
_OPTIONAL: Final = frozenset({"value", "base", "unit_count", "pct"})
_CODES: Final[Mapping[str, Sequence[str]]] = {
    "status_code": ("published", *MARKS),
    "axis": ("row", "column"),
}
_CSVW_TYPES: Final = {"number": "decimal", "integer": "integer", "string": "string"}


@dataclass(frozen=True)
class Described:
    """What a description of the files needs.

    Attributes:
        publication: the publication.
        exhibits: in the order of the monitor.
        meanings: column -> what it means.
    """

    publication: Publication
    exhibits: Sequence[Exhibit]
    meanings: Mapping[str, str]


def meanings(connection: duckdb.DuckDBPyConnection, exhibit: Exhibit) -> dict[str, str]:
    """Return column -> its meaning: as the comments of an exhibit say, and what the kit adds."""
    rows = connection.execute(
        "select column_name, comment from duckdb_columns() "
        "where schema_name = 'marts' and table_name = ? and comment is not null",
        [exhibit.model],
    ).fetchall()
    return {str(name): " ".join(str(comment).split()) for name, comment in rows} | _OWN


def write_package(described: Described, folder: Path) -> Path:
    """Write `datapackage.json` about all CSV files of a kit, with their size and SHA-256."""
    publication, words = described.publication, words_of("en")
    publisher = publication.publisher
    resources = [_labels_resource(described, folder)]
    for exhibit in described.exhibits:
        resources.append(_tidy_resource(described, exhibit, folder))
        resources += [_labelled_resource(exhibit, language, folder) for language in DIALECTS]
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "slachtoffermonitor",
        "id": identifier(publication),
        "title": words("title.kit", name=publication.label(words)),
        "description": " ".join([words("title.about"), *publication.notices(words)]),
        "version": publication.name,
        "created": f"{publication.published_at:%Y-%m-%dT%H:%M:%SZ}",
        "keywords": ["human trafficking", "victims", "Netherlands", "mensenhandel"],
        "data_status": publication.data_status,
        "release_status": publication.release_status,
        "contributors": [{"title": publisher.named("publisher", words), "role": "publisher"}],
        "licenses": [_licence(publication)],
        "resources": resources,
    }
    if page := publisher.plain("web_address"):
        package["homepage"] = page
    return _write(folder / PACKAGE_FILE, package)


def identifier(publication: Publication) -> str:
    """Return the name of a publication: below the address of the office, or one of our own.

    Without an address two offices have the same names; for a catalogue the office gives one.
    """
    place = publication.publisher.plain("web_address").rstrip("/")
    if place:
        return f"{place}/{publication.name}"
    kind = "synthetic" if publication.is_synthetic else "delivered"
    return f"urn:slachtoffermonitor:{kind}:{publication.name}"


def _licence(publication: Publication) -> dict[str, str]:
    address = licence_address(publication)
    title = publication.publisher.plain("licence")
    if address:
        return {"path": address, "title": title or "CC BY 4.0"}
    return {"name": "notspecified", "title": title or words_of("en")("publisher.licence")}


def licence_address(publication: Publication) -> str:
    """Return the address of the licence; none where none is granted."""
    given = publication.publisher.plain("licence_address")
    if given or "licence" in publication.publisher.entries or not publication.is_synthetic:
        return given
    return "https://creativecommons.org/licenses/by/4.0/"


def _tidy_resource(described: Described, exhibit: Exhibit, folder: Path) -> dict[str, Any]:
    return _resource(
        folder,
        f"tidy/{exhibit.code}.csv",
        f"{exhibit.number('en')}: {exhibit.title('en')}",
        [_field(name, described.meanings) for name in TIDY_COLUMNS],
        primaryKey="cell_id",
    )


def _labels_resource(described: Described, folder: Path) -> dict[str, Any]:
    return _resource(
        folder,
        "tidy/labels.csv",
        "Labels of all rows and columns",
        [_field(name, described.meanings) for name in LABEL_COLUMNS],
        primaryKey=list(LABEL_KEY),
    )


def _labelled_resource(exhibit: Exhibit, language: str, folder: Path) -> dict[str, Any]:
    words, dialect = words_of(language), DIALECTS[language]
    number = {"decimalChar": dialect.decimal, "bareNumber": True}
    fields = []
    for key in LABELLED_COLUMNS:
        kind = {"value": "number", "base": "number", "pct": "integer"}.get(key, "string")
        field: dict[str, Any] = {"name": words(f"column.{key}"), "type": kind}
        fields.append(field | (number if kind == "number" else {}))
    return _resource(
        folder,
        f"{language}/{exhibit.code}.csv",
        f"{exhibit.number(language)}: {exhibit.title(language)}",
        fields,
        dialect={"delimiter": dialect.delimiter, "lineTerminator": "\r\n", "quoteChar": '"'},
        encoding="utf-8-sig",
        missing=("", *MARKS.values()),
    )


def _resource(
    folder: Path,
    path: str,
    title: str,
    fields: list[dict[str, Any]],
    *,
    dialect: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
    missing: Sequence[str] = ("",),
    **schema: Any,
) -> dict[str, Any]:
    file = folder / path
    return {
        "profile": "tabular-data-resource",
        "name": path.removesuffix(".csv").replace("/", "-"),
        "path": path,
        "title": title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": encoding,
        "bytes": file.stat().st_size,
        "hash": f"sha256:{digest(file)}",
        "dialect": dict(dialect or {"delimiter": ",", "lineTerminator": "\n"}),
        "schema": {"fields": fields, "missingValues": list(missing), **schema},
    }


def _field(name: str, said: Mapping[str, str]) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if name not in _OPTIONAL:
        constraints["required"] = True
    if name in _CODES:
        constraints["enum"] = list(_CODES[name])
    return {
        "name": name,
        "type": _NUMBERS.get(name, "string"),
        "description": said.get(name, ""),
        "constraints": constraints,
    }


def write_csvw(described: Described, folder: Path) -> Path:
    """Write the metadata of the tidy files as the W3C's CSV on the Web asks for it."""
    publication, words = described.publication, words_of("en")
    tables = [
        _csvw_table(
            f"{exhibit.code}.csv",
            {"en": exhibit.title("en"), "nl": exhibit.title("nl")},
            TIDY_COLUMNS,
            ["cell_id"],
            described.meanings,
        )
        for exhibit in described.exhibits
    ]
    titles = {"en": "Labels of all rows and columns", "nl": "Opschriften van rijen en kolommen"}
    tables.append(_csvw_table("labels.csv", titles, LABEL_COLUMNS, LABEL_KEY, described.meanings))
    return _write(
        folder / CSVW_FILE,
        {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
            "dc:title": words("title.kit", name=publication.label(words)),
            "dc:description": " ".join([words("title.about"), *publication.notices(words)]),
            "dc:identifier": identifier(publication),
            "dc:publisher": publication.publisher.named("publisher", words),
            "dc:license": licence_address(publication) or words("publisher.licence"),
            "dc:issued": f"{publication.published_at:%Y-%m-%d}",
            "dialect": {"delimiter": ",", "encoding": "utf-8", "header": True},
            "tables": tables,
        },
    )


def _csvw_table(
    file: str,
    titles: Mapping[str, str],
    columns: Sequence[str],
    key: Sequence[str],
    said: Mapping[str, str],
) -> dict[str, Any]:
    return {
        "url": file,
        "dc:title": [{"@value": text, "@language": language} for language, text in titles.items()],
        "tableSchema": {
            "columns": [
                {
                    "name": name,
                    "titles": name,
                    "dc:description": said.get(name, ""),
                    "datatype": _CSVW_TYPES[_NUMBERS.get(name, "string")],
                    "required": name not in _OPTIONAL,
                }
                for name in columns
            ],
            "primaryKey": list(key),
        },
    }


def _write(file: Path, content: Mapping[str, Any]) -> Path:
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    file.write_text(text, encoding="utf-8", newline="\n")
    return file
