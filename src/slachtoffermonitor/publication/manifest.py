"""What a publication says of itself: one manifest, as a file beside the tables and as tables.

Both say the same. Nothing in it is changed later, and no name of a file of a delivery is in it.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.publication.audiences import Audience, Listed
from slachtoffermonitor.publication.content import (
    STORAGE_VERSION,
    Content,
    foreign_keys,
)
from slachtoffermonitor.publication.folder import DATABASE, MANIFEST
from slachtoffermonitor.stamp import Part, Stamp
from slachtoffermonitor.troubles import sentence

FORMAT: Final = 1
SYNTHETIC_NOTICE: Final = "SYNTHETIC DATA, not the real register."
PERSONS_NOTICE: Final = "It holds a row per victim: these are personal data."


@dataclass(frozen=True)
class Release:
    """What is said of a publication besides what it holds.

    Attributes:
        number: of the publication.
        audience: whom it is for.
        published_at: when, in UTC, as ISO 8601 writes it.
        embargo: until when it is not to be used; empty without one.
        replaces: number of the one that was current before; none where there was none.
        corrects: number of the one that it corrects; none otherwise.
        reason: why it corrects that one; empty otherwise.
    """

    number: int
    audience: Audience
    published_at: str
    embargo: str
    replaces: int | None
    corrects: int | None
    reason: str


def notice_of(audience: Audience, *, synthetic: bool) -> str:
    """Return the sentence that everything of a publication begins with."""
    if synthetic:
        return SYNTHETIC_NOTICE
    return f"{audience.statement_en.capitalize()}."


def describe(
    release: Release,
    stamp: Stamp,
    tables: Sequence[Listed],
    contents: Mapping[str, Content],
    warehouse: duckdb.DuckDBPyConnection,
    *,
    synthetic: bool,
) -> dict[str, Any]:
    """Return the manifest of a publication, all but the file that it is written beside.

    Args:
        release: what is said of it.
        stamp: what built the warehouse.
        tables: what it holds.
        contents: mart -> what that holds.
        warehouse: that is open; it knows the editions.
        synthetic: whether the register is.
    """
    has_persons = not synthetic and any(one.has_persons for one in tables)
    notice = notice_of(release.audience, synthetic=synthetic)
    return {
        "format": FORMAT,
        "publication": release.number,
        "audience": release.audience.code,
        "notice": f"{notice} {PERSONS_NOTICE}" if has_persons else notice,
        "data_status": "synthetic" if synthetic else "delivered",
        "holds_personal_data": has_persons,
        "published_at": release.published_at,
        "embargo": release.embargo or None,
        "state": "a draft, unless the journal (../events.jsonl) says otherwise",
        "replaces": release.replaces,
        "corrects": release.corrects,
        "reason": release.reason or None,
        "editions": _editions(warehouse),
        "code": {"versions": stamp.versions, "commit": stamp.commit or None},
        "rules": {
            "sha256": parts_digest(stamp.parts),
            "parts": [asdict(part) for part in stamp.parts],
        },
        "register": {
            "digest": stamp.register_digest,
            "files": [asdict(one) for one in stamp.inputs],
        },
        "verdicts": stamp.verdicts,
        "tables": [
            {
                "name": f"marts.{one.table}",
                "kind": one.published_as,
                "has_row_per_victim": one.has_persons,
                "rows": contents[one.table].row_count,
                "sha256": contents[one.table].sha256,
            }
            for one in tables
        ],
        "keys": [
            asdict(key)
            for key in (
                *(key for key in stamp.keys if key.kind == "primary" and _has(tables, key.table)),
                *foreign_keys(tables, stamp),
            )
        ],
    }


def _has(tables: Sequence[Listed], table: str) -> bool:
    return any(one.table == table for one in tables)


def _editions(warehouse: duckdb.DuckDBPyConnection) -> list[str]:
    rows = warehouse.execute("select edition_code from marts.dim_editions order by all").fetchall()
    return [str(edition) for (edition,) in rows]


def parts_digest(parts: Sequence[Part]) -> str:
    """Return one digest of all models, macros, lists and settings."""
    lines = sorted(f"{part.kind} {part.name} {part.sha256}\n" for part in parts)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def add_tables(file: Path, manifest: Mapping[str, Any]) -> None:
    """Write the manifest into the file of a publication, as tables of the schema `main`.

    Raises:
        duckdb.Error: the file cannot be written.
    """
    with duckdb.connect(str(file)) as connection:
        connection.execute("begin")
        for table, comment, columns, rows in _as_tables(manifest):
            connection.execute(f"create table main.{table} ({', '.join(columns)})")
            marks = ", ".join("?" * len(columns))
            if rows:
                connection.executemany(f"insert into main.{table} values ({marks})", rows)
            said = f"{manifest['notice']} {comment}".replace("'", "''")
            connection.execute(f"comment on table main.{table} is '{said}'")
        connection.execute("commit")
        connection.execute("force checkpoint")


def _as_tables(
    manifest: Mapping[str, Any],
) -> list[tuple[str, str, list[str], list[list[object]]]]:
    """Return name, comment, columns and rows of each table."""
    versions = manifest["code"]["versions"]
    files = Counter[str]()
    inputs: list[list[object]] = []
    for one in manifest["register"]["files"]:
        files[one["source_table"]] += 1
        inputs.append(
            [
                *(one["source_table"], files[one["source_table"]]),
                *(one["byte_count"], one["record_count"], one["sha256"]),
            ]
        )
    return [
        (
            "publication",
            "One row: this publication. Whether it is approved or corrected is said in the journal "
            "beside it.",
            [
                *("publication integer not null", "audience_code varchar not null"),
                *("notice varchar not null", "data_status varchar not null"),
                *("holds_personal_data boolean not null", "published_at varchar not null"),
                *("embargo varchar", "replaces integer", "corrects integer", "reason varchar"),
                *("project_version varchar not null", "commit varchar"),
                *("dbt_version varchar not null", "duckdb_version varchar not null"),
                *("rules_sha256 varchar not null", "register_digest varchar not null"),
            ],
            [
                [
                    *(manifest["publication"], manifest["audience"], manifest["notice"]),
                    *(manifest["data_status"], manifest["holds_personal_data"]),
                    *(manifest["published_at"], manifest["embargo"], manifest["replaces"]),
                    *(manifest["corrects"], manifest["reason"], versions["slachtoffermonitor"]),
                    *(manifest["code"]["commit"], versions["dbt-core"], versions["duckdb"]),
                    *(manifest["rules"]["sha256"], manifest["register"]["digest"]),
                ]
            ],
        ),
        (
            "publication_tables",
            "One row per table of this publication, with the digest of what it holds.",
            [
                *("table_name varchar not null", "kind varchar not null"),
                *("has_row_per_victim boolean not null", "row_count bigint not null"),
                "sha256 varchar not null",
            ],
            [list(one.values()) for one in manifest["tables"]],
        ),
        (
            "publication_keys",
            "One row per key of a table: the primary keys, which are declared, and the foreign "
            "keys, which are not.",
            [
                *("table_name varchar not null", "kind varchar not null"),
                *("column_names varchar not null", "references_table varchar"),
                "references_column varchar",
            ],
            [
                [
                    *(key["table"], key["kind"], ", ".join(key["columns"])),
                    *(key["references_table"] or None, key["references_column"] or None),
                ]
                for key in manifest["keys"]
            ],
        ),
        (
            "publication_inputs",
            "One row per file that records came from, with its SHA-256; its name is left out.",
            [
                *("source_table varchar not null", "file_number integer not null"),
                *("byte_count bigint not null", "record_count bigint not null"),
                "sha256 varchar not null",
            ],
            inputs,
        ),
        (
            "publication_rules",
            "One row per model, macro, list or settings file that the figures were made with.",
            ["kind varchar not null", "name varchar not null", "sha256 varchar not null"],
            [[one["kind"], one["name"], one["sha256"]] for one in manifest["rules"]["parts"]],
        ),
    ]


def as_text(manifest: Mapping[str, Any], file: Path, sha256: str) -> str:
    """Return the text of the manifest, with the file that it is written beside.

    Args:
        manifest: as `describe` returns it.
        file: with the tables.
        sha256: of its bytes.
    """
    of_file = {
        "name": DATABASE,
        "storage_version": STORAGE_VERSION,
        "bytes": file.stat().st_size,
        "sha256": sha256,
    }
    return json.dumps({**manifest, "file": of_file}, indent=2, ensure_ascii=False) + "\n"


def read(publication: Path) -> dict[str, Any]:
    """Return the manifest of a publication.

    Args:
        publication: its folder.

    Raises:
        ProjectError: there is none, or it is none of a publication.
    """
    file = publication / MANIFEST
    try:
        manifest: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ProjectError(f"{publication} is no publication: it has no {MANIFEST}.") from None
    except OSError as error:
        raise ProjectError(sentence(error, file)) from None
    except ValueError:
        raise ProjectError(f"{file} is damaged: it is no JSON.") from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ProjectError(f"{file} is no manifest of a publication that this version can read.")
    return manifest
