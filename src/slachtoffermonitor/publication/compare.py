"""Compares the figures of two publications, and says why a figure is another one.

The cause is computed and not guessed: of a changed cell, what differs between the publications and
its exhibit depends on. Where several things differ, all are named: which of them did it cannot be
told without building again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

from slachtoffermonitor.delivery.sql import literal
from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.publication import folder, manifest
from slachtoffermonitor.troubles import sentence

CELLS: Final = "marts.published_cells"
KEY: Final = (
    *("edition_code", "exhibit_code", "column_kind", "column_code"),
    *("row_kind", "row_code", "measure"),
)
HEADER: Final = (*KEY, "change", "column", "before", "after", "cause")
UNEXPLAINED: Final = "nothing that is recorded differs"

_WORDS: Final[Mapping[str, str]] = {
    "model": "another version of the model",
    "macro": "another version of the macro",
    "list": "another version of the list",
    "settings": "other settings in",
    "office": "other rules of the office in",
}


@dataclass(frozen=True)
class Change:
    """A value of a published cell that differs between two publications.

    Attributes:
        cell: the values of `KEY`.
        change: `changed`, `added` or `removed`.
        column: of the table of cells.
        before: as text; empty where there was nothing.
        after: as text; empty where there is nothing.
        cause: what differs that the exhibit depends on.
    """

    cell: tuple[str, ...]
    change: str
    column: str
    before: str
    after: str
    cause: str


def compare(one: Path, other: Path, edition: str = "") -> list[Change]:
    """Return every value of a published cell that differs between two publications.

    Args:
        one: folder of the earlier publication.
        other: folder of the later one.
        edition: the only edition to look at; all without.

    Raises:
        ProjectError: one is no publication or cannot be read, or there is no such edition.
    """
    before, after = manifest.read(one), manifest.read(other)
    known = sorted({*before["editions"], *after["editions"]})
    if edition and edition not in known:
        raise ProjectError(f"There is no edition '{edition}'; there is: {', '.join(known)}.")
    causes: dict[str, str] = {}
    changes = []
    for cell, change, column, old, new in _differences(one, other, edition):
        exhibit = cell[KEY.index("exhibit_code")]
        if exhibit not in causes:
            causes[exhibit] = "; ".join(causes_of(before, after, exhibit)) or UNEXPLAINED
        changes.append(Change(cell, change, column, old, new, causes[exhibit]))
    return changes


def causes_of(before: Mapping[str, Any], after: Mapping[str, Any], exhibit: str) -> list[str]:
    """Return what differs between two publications and can have changed an exhibit.

    Args:
        before: manifest of the earlier one.
        after: manifest of the later one.
        exhibit: its code.
    """
    found = []
    if before["register"]["digest"] != after["register"]["digest"]:
        found.append(_other_files(before["register"]["files"], after["register"]["files"]))
    old, new = _parts(before, exhibit), _parts(after, exhibit)
    for kind, words in _WORDS.items():
        names = [
            name
            for of_kind, name in sorted({*old, *new})
            if of_kind == kind and old.get((kind, name)) != new.get((kind, name))
        ]
        if names:
            found.append(f"{words} {', '.join(names)}")
    versions = before["code"]["versions"], after["code"]["versions"]
    for package in sorted({*versions[0], *versions[1]}):
        was, now = versions[0].get(package, "none"), versions[1].get(package, "none")
        if was != now:
            found.append(f"another version of {package}: {was}, then {now}")
    return found


def _other_files(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> str:
    """Say how many of the files that records came from are new, and how many are gone."""
    old, new = ({one["sha256"] for one in files} for files in (before, after))
    return f"other input files: {len(new - old)} new, {len(old - new)} gone"


def _parts(described: Mapping[str, Any], exhibit: str) -> dict[tuple[str, str], str]:
    return {
        (part["kind"], part["name"]): part["sha256"]
        for part in described["rules"]["parts"]
        if exhibit in part["exhibits"]
    }


def _differences(
    one: Path, other: Path, edition: str
) -> list[tuple[tuple[str, ...], str, str, str, str]]:
    """Return cell, change, column, value before and value after, in the order of the cells."""
    files = [path / folder.DATABASE for path in (one, other)]
    try:
        with duckdb.connect() as connection:
            for name, file in zip(("one", "other"), files, strict=True):
                connection.execute(f"attach {literal(str(file))} as {name} (read_only)")
            described = (
                connection.sql(f"select * from {name}.{CELLS} limit 0").columns
                for name in ("one", "other")
            )
            columns = list(dict.fromkeys(column for names in described for column in names))
            values = [column for column in columns if column not in KEY]
            rows = connection.execute(_query(values), [edition, edition]).fetchall()
    except duckdb.Error as error:
        raise ProjectError(sentence(error, files[1], folder.VARIABLE)) from None
    return [
        (tuple(map(str, cell)), change, column, old or "", new or "")
        for *cell, change, column, old, new in rows
    ]


def _query(values: Sequence[str]) -> str:
    """Return the query for a row per cell and value that differs.

    A column that one of the publications does not have is empty in it; a cell that one does not
    have is there once, with its value.
    """
    key = ", ".join(KEY)
    by_name = " union all by name ".join(
        f"select '{name}' as publication, * from {name}.{CELLS}" for name in ("one", "other")
    )
    per_value = " union all ".join(
        f"select {key}, publication, '{value}' as column_name, {place} as column_place, "
        f"cast({value} as varchar) as cell_value from cells"
        for place, value in enumerate(values)
    )
    return f"""
        with cells as ({by_name}),
        cell_values as ({per_value}),
        compared as (
            select
                {key}, column_name, column_place,
                count(*) filter (where publication = 'one') as old_count,
                count(*) filter (where publication = 'other') as new_count,
                max(cell_value) filter (where publication = 'one') as old_value,
                max(cell_value) filter (where publication = 'other') as new_value
            from cell_values
            where ? = '' or edition_code = ?
            group by {key}, column_name, column_place
        )
        select
            {key},
            case when old_count = 0 then 'added' when new_count = 0 then 'removed'
                else 'changed' end,
            column_name, old_value, new_value
        from compared
        where old_value is distinct from new_value
            or (old_count <> new_count and column_name = 'value')
        order by {key}, column_place
    """
