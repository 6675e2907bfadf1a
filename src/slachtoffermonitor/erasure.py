"""Erases persons from a delivery and from everything that is kept of it.

Their records leave the files of the delivery; the warehouse is built anew from what remains, since
no figure may keep a trace of them; what earlier builds left is removed; and then everything that is
kept is searched for them.
"""

from __future__ import annotations

import csv
import json
import mmap
import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from slachtoffermonitor import build as builder
from slachtoffermonitor import kept
from slachtoffermonitor.dbt_run import Progress
from slachtoffermonitor.delivery import TABLES, Renamed, path_literal, require_readable
from slachtoffermonitor.files import closed_to_others, remove
from slachtoffermonitor.office import read_office
from slachtoffermonitor.project import Delivery, ProjectError
from slachtoffermonitor.publication import erasing
from slachtoffermonitor.troubles import sentence
from slachtoffermonitor.warehouse import open_warehouse

PERSON_COLUMN: Final = "person_pseudonym"
SHORTEST: Final = 4
"""A pseudonym of fewer characters would be found in other values by chance."""

FILLERS: Final = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u3164\uffa0"
    "\ufe00\ufe01\ufe02\ufe03\ufe04\ufe05\ufe06\ufe07\ufe08\ufe09\ufe0a\ufe0b\ufe0c\ufe0d\ufe0e\ufe0f"
)
"""Letters and marks that take no room, beside the controls and formats of Unicode."""
_REPLACED: Final = ("warehouse", "publications", "present_publication")
"""Kinds of what is kept that go when there is something to take their place."""
BRAILLE_BLANK: Final = "\u2800"

Cell = tuple[str, ...]


@dataclass(frozen=True)
class Erasure:
    """What was erased.

    Attributes:
        record_count: records taken out of the delivery.
        file_count: files that they stood in.
        cells: exhibit and edition -> number of published cells whose value has changed.
        publication_count: publications that were removed.
        databases: PostgreSQL databases, in words, that still hold one that is removed.
    """

    record_count: int
    file_count: int
    cells: Counter[tuple[str, str]]
    publication_count: int = 0
    databases: tuple[str, ...] = ()


def read_pseudonyms(lines: Iterable[str]) -> set[str]:
    """Return the pseudonyms of a list, one on a line.

    Raises:
        ProjectError: there is none, or one is so short that it would be found by chance.
    """
    pseudonyms = {_plain(line) for line in lines} - {""}
    if not pseudonyms:
        raise ProjectError("The list of pseudonyms is empty; write one on each line.")
    if any(len(pseudonym) < SHORTEST for pseudonym in pseudonyms):
        raise ProjectError(
            f"A pseudonym on the list has fewer than {SHORTEST} characters, so that a search for "
            "it would prove nothing; look at the list."
        )
    return pseudonyms


def erase(
    pseudonyms: Collection[str],
    delivery: Delivery,
    database: Path,
    root: Path,
    *,
    erased_at: str,
    progress: Progress | None = None,
) -> Erasure:
    """Erase persons, and prove that nothing of them is left in what is kept.

    It can be run again when it was stopped half-way.

    Args:
        pseudonyms: of the persons, as the delivery writes them.
        delivery: whose files are rewritten.
        database: the warehouse, an absolute path.
        root: directory of `dbt_project.yml`.
        erased_at: the time, for the log.
        progress: told how far the build is.

    Raises:
        DeliveryError: the delivery cannot be read.
        ProjectError: it is the shipped register, nothing of the persons is known, or the build
            stopped; the message says what is erased by then.
    """
    if delivery.is_shipped:
        raise ProjectError(
            "The shipped register is synthetic, so that there is nobody to erase; name your own "
            "delivery with --register."
        )
    renamed = read_office().renamed
    require_readable(delivery.directory, renamed=renamed)
    names = {_plain(name) for name in pseudonyms}
    before = _published(database) if database.is_file() else {}
    with closed_to_others():
        counts = _erase_from_delivery(delivery.directory, names, renamed)
        unfinished = erasing.is_unfinished(database)
        if not counts and not unfinished and not _remains(names, delivery, database):
            raise ProjectError(
                f"No record in {delivery.directory} is of a person on the list, and nothing that "
                "is kept holds one; look at the list."
            )
        removed = erasing.announce(database, erased_at)
        for kind in kept.KINDS:
            if kind.has_persons and kind.code not in _REPLACED:
                for path in kind.places(database):
                    remove(path)
        result = builder.build(database, delivery, root, progress, unit_tests=False)
        if not result.success:
            raise ProjectError(
                "The records are out of the delivery, but the warehouse could not be built "
                "anew, so that the old one and what was published still hold them; run "
                "`slachtoffermonitor build` to see why, mend it, and run this command again."
            )
        erasing.publish_anew(database, erased_at)
        if left := _remains(names, delivery, database):
            raise ProjectError(
                f"Something of a person on the list is left in {', '.join(left)}; remove it by "
                "hand, and run this command again."
            )
        cells = _changed(before, _published(database))
        filled = tuple(erasing.still_filled(database))
        erasure = Erasure(sum(counts.values()), len(counts), cells, removed, filled)
        _log(database, erasure, erased_at)
    return erasure


# --- the delivery --------------------------------------------------------------------------------


def _plain(text: str) -> str:
    """Return an identifier as the warehouse reads it (macros/values/clean_text.sql)."""
    return "".join(
        " " if character.isspace() or character == BRAILLE_BLANK else character
        for character in text
        if character.isspace() or not _takes_no_room(character)
    ).strip()


def _takes_no_room(character: str) -> bool:
    return character in FILLERS or unicodedata.category(character) in ("Cf", "Cc")


def _erase_from_delivery(
    directory: Path, names: Collection[str], renamed: Renamed
) -> dict[str, int]:
    """Take the records of the persons out of every file; return how many, by file."""
    counts = {}
    for path in sorted(directory.iterdir()):
        table = next((name for name in TABLES if path.name.lower().startswith(name)), None)
        if table is None or not path.is_file():
            continue
        own = {meant: name for name, meant in renamed.get(table, {}).items()}
        column = own.get(PERSON_COLUMN, PERSON_COLUMN)
        rewrite = _without_csv if path.suffix.lower() == ".csv" else _without_parquet
        new = path.with_name(f".{path.name}.new")
        try:
            taken, remaining = rewrite(path, new, column, names)
            if taken:
                counts[path.name] = taken
                shutil.copymode(path, new)
                if remaining:
                    new.replace(path)
                else:
                    path.unlink()
            remove(new)
        except OSError as error:
            raise ProjectError(sentence(error, path, "the rights on the delivery")) from None
    return counts


def _without_csv(path: Path, new: Path, column: str, names: Collection[str]) -> tuple[int, int]:
    """Copy a CSV file without the persons, every other record byte for byte.

    Returns:
        The numbers of records left out and copied.
    """
    taken = copied = 0
    with (
        path.open(encoding="utf-8-sig", newline="") as source,
        new.open("w", encoding="utf-8", newline="") as target,
    ):
        read: list[str] = []

        def lines() -> Iterator[str]:
            for line in source:
                read.append(line)
                yield line

        place = -1
        for row in csv.reader(lines()):
            if place < 0:
                place = row.index(column)
                target.write("".join(read))
            elif len(row) > place and _plain(row[place]) in names:
                taken += 1
            else:
                target.write("".join(read))
                copied += 1
            read.clear()
    return taken, copied


def _without_parquet(path: Path, new: Path, column: str, names: Collection[str]) -> tuple[int, int]:
    """Copy a Parquet file without the persons; as `_without_csv`."""
    with duckdb.connect() as connection:
        source = f"read_parquet({path_literal(path)}, hive_partitioning = false)"
        quoted = '"' + column.replace('"', '""') + '"'
        pseudonym = f"cast({quoted} as varchar)"
        values = connection.execute(f"select distinct {pseudonym} from {source}").fetchall()
        meant = [(value,) for (value,) in values if value is not None and _plain(value) in names]
        connection.execute("create temp table meant (pseudonym varchar)")
        if meant:
            connection.executemany("insert into meant values (?)", meant)
        is_meant = f"exists (select 1 from meant where meant.pseudonym = {pseudonym})"
        taken, copied = connection.execute(
            f"select count(*) filter (where {is_meant}), count(*) filter (where not {is_meant}) "
            f"from {source}"
        ).fetchall()[0]
        target = str(new).replace("'", "''")
        connection.execute(
            f"copy (select * from {source} where not {is_meant}) to '{target}' "
            "(format parquet, compression zstd)"
        )
    return int(taken), int(copied)


# --- what is kept --------------------------------------------------------------------------------


def _remains(names: Collection[str], delivery: Delivery, database: Path) -> list[str]:
    """Return the places that still hold one of the names, in their bytes or their tables."""
    sought = re.compile(_pattern(names).encode())
    places = [kept_.path for kept_ in kept.find(database)]
    places += [path for path in delivery.directory.iterdir() if path.is_file()]
    found = [
        str(file) for place in places for file in kept.files_below(place) if _holds(file, sought)
    ]
    if database.is_file():
        found += [f"{table} of {database}" for table in _tables_that_hold(names, database)]
    return found


def _pattern(names: Collection[str]) -> str:
    """Return a pattern for the names as a whole: `person-1` does not stand in `person-12`."""
    others = "[^A-Za-z0-9_-]"
    any_name = "|".join(re.escape(name) for name in sorted(names))
    return f"(^|{others})({any_name})($|{others})"


def _holds(file: Path, sought: re.Pattern[bytes]) -> bool:
    if file.stat().st_size == 0:
        return False
    with (
        file.open("rb") as stream,
        mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content,
    ):
        return sought.search(content) is not None


def _tables_that_hold(names: Collection[str], database: Path) -> list[str]:
    """Return the tables with a text in which one of the names stands; their bytes are packed."""
    found = []
    with open_warehouse(database) as connection:
        tables = connection.execute(
            "select table_schema, table_name, string_agg('\"' || column_name || '\"', ', ') "
            "from information_schema.columns inner join information_schema.tables "
            "using (table_schema, table_name) where table_type = 'BASE TABLE' "
            "and data_type = 'VARCHAR' group by all order by all"
        ).fetchall()
        for schema, table, columns in tables:
            row = connection.execute(
                f"select 1 from (select concat_ws(chr(31), {columns}) as line "
                f'from "{schema}"."{table}") where regexp_matches(line, ?) limit 1',
                [_pattern(names)],
            ).fetchone()
            if row:
                found.append(f"{schema}.{table}")
    return found


# --- what changes --------------------------------------------------------------------------------


def _published(database: Path) -> dict[Cell, object]:
    """Return the value of every published cell."""
    with open_warehouse(database) as connection:
        rows = connection.execute(
            "select exhibit_code, edition_code, column_kind, column_code, row_kind, row_code, "
            "measure, value from marts.published_cells"
        ).fetchall()
    return {tuple(row[:-1]): row[-1] for row in rows}


def _changed(before: dict[Cell, object], after: dict[Cell, object]) -> Counter[tuple[str, str]]:
    """Count the cells that have another value, by exhibit and edition."""
    cells = sorted({*before, *after}) if before else []
    return Counter((cell[0], cell[1]) for cell in cells if before.get(cell) != after.get(cell))


def _log(database: Path, erasure: Erasure, erased_at: str) -> None:
    """Add a line without a word on who was erased."""
    line = {
        "erased_at": erased_at,
        "record_count": erasure.record_count,
        "file_count": erasure.file_count,
        "changed_cell_count": sum(erasure.cells.values()),
        "removed_publication_count": erasure.publication_count,
    }
    file = kept.erasures_file(database)
    with file.open("a", encoding="utf-8", newline="\n") as stream:
        stream.write(json.dumps(line, sort_keys=True) + "\n")
