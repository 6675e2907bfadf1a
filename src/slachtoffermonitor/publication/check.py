"""Checks a publication against its manifest; nothing but its own folder is needed."""

from __future__ import annotations

from pathlib import Path

import duckdb

from slachtoffermonitor.files import digest
from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.publication import folder, manifest
from slachtoffermonitor.publication.content import content_of
from slachtoffermonitor.publication.folder import DATABASE, MANIFEST
from slachtoffermonitor.troubles import sentence


def check(publication: Path, manifest_sha256: str = "") -> list[str]:
    """Compare what a publication holds with what its manifest says.

    Args:
        publication: its folder, wherever it was brought.
        manifest_sha256: what the journal says of the manifest; not compared where it is empty.

    Returns:
        A sentence for each difference; none when all is as it was published.

    Raises:
        ProjectError: there is no manifest, or the file cannot be read at all.
    """
    said = manifest.read(publication)
    found = []
    if manifest_sha256 and digest(publication / MANIFEST) != manifest_sha256:
        found.append(f"The {MANIFEST} is not the one that was published.")
    file = publication / DATABASE
    if not file.is_file():
        return [*found, f"The file {DATABASE} is missing."]
    expected = {one["name"]: one for one in said["tables"]}
    try:
        with duckdb.connect(str(file), read_only=True) as connection:
            present = {
                f"{schema}.{table}"
                for schema, table in connection.execute(
                    "select table_schema, table_name from information_schema.tables "
                    "where table_catalog = current_database() and table_schema <> 'main'"
                ).fetchall()
            }
            found += [f"{name} is missing." for name in sorted(expected.keys() - present)]
            found += [
                f"{name} is not in the {MANIFEST}." for name in sorted(present - expected.keys())
            ]
            for name in sorted(expected.keys() & present):
                holds = content_of(connection, name)
                if holds.row_count != expected[name]["rows"]:
                    found.append(
                        f"{name} has {holds.row_count:,} rows and not {expected[name]['rows']:,}."
                    )
                elif holds.sha256 != expected[name]["sha256"]:
                    found.append(f"{name} holds other values.")
    except duckdb.Error as error:
        raise ProjectError(sentence(error, file, folder.VARIABLE)) from None
    if not found and digest(file) != said["file"]["sha256"]:
        found.append(
            f"The file {DATABASE} has other bytes, though its tables hold what they should: it has "
            "been opened for writing."
        )
    return found
