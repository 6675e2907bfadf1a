"""Reads the header or schema of a file and holds it against the contract."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

import duckdb

from slachtoffermonitor.delivery.contract import (
    CONTRACT,
    DELIMITERS,
    EMM_COLUMNS,
    HEADER_BYTES,
    IDENTIFIER_COLUMNS,
    TABLES,
    FileError,
    Format,
)
from slachtoffermonitor.delivery.sql import (
    BROKEN_NUMBERS,
    LISTS,
    TEXTS,
    TIMESTAMPS,
    WHOLE_NUMBERS,
    path_literal,
)

ENCRYPTED: Final = (
    "the Parquet file is encrypted; deliver it without encryption, over a channel that protects it."
)


def _refuse_other_types(start: bytes) -> None:
    """Raise when the first bytes of a CSV file are those of another kind of file."""
    if start.startswith(b"PK\x03\x04"):
        raise FileError(
            "this is a spreadsheet or a zip file under the name of a CSV file; save it as CSV "
            "(UTF-8, comma)."
        )
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileError(
            "this is a spreadsheet under the name of a CSV file; save it as CSV (UTF-8, comma)."
        )
    if start.startswith((b"\x1f\x8b", b"\x28\xb5\x2f\xfd")):
        raise FileError("the file is compressed; unpack it.")
    if start.startswith(b"PAR1"):
        raise FileError("this is a Parquet file; let its name end with .parquet.")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or (
        b"\x00" in start[:200] and start[:200].count(b"\x00") >= len(start[:200]) // 3
    ):
        raise FileError("the encoding is UTF-16 or UTF-32; save the file as UTF-8.")


_columns_seen: dict[tuple[Path, int, int, frozenset[str]], tuple[tuple[str, str], ...]] = {}


def columns_of(path: Path, kind: Format, names: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Return the columns of a file; one that has not changed is not opened a second time.

    Args:
        path: the file.
        kind: its format.
        names: what an office calls columns of the contract.

    Raises:
        FileError: the file is empty, of another kind, or has no columns that can be read.
        OSError: the file cannot be opened.
    """
    stat = path.stat()
    key = (path.absolute(), stat.st_size, stat.st_mtime_ns, names)
    if key not in _columns_seen:
        _columns_seen[key] = _csv_columns(path, names) if kind == "csv" else _parquet_columns(path)
    return _columns_seen[key]


def _csv_columns(path: Path, own_names: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Return the columns that the header of a CSV file names.

    Raises:
        FileError: the file is empty, of another kind, or has no header that can be read.
        OSError: the file cannot be opened.
    """
    with path.open("rb") as stream:
        start = stream.read(HEADER_BYTES)
    if not start.strip(b"\xef\xbb\xbf \r\n\t"):
        raise FileError("the file is empty; deliver it again, or leave it out.")
    _refuse_other_types(start)
    first = re.split(rb"[\r\n]", start.removeprefix(b"\xef\xbb\xbf"), maxsplit=1)[0]
    if b"\x00" in first:
        raise FileError("the header holds a NUL byte; export the file again.", line=1)
    try:
        text = first.decode("utf-8")
    except UnicodeDecodeError:
        raise FileError(
            "the encoding is not UTF-8 (probably Windows-1252); save the file as UTF-8.", line=1
        ) from None
    if text.lower().startswith("sep="):
        raise FileError(
            "a spreadsheet has put a line 'sep=' above the header; save the file as plain CSV with "
            "commas.",
            line=1,
        )
    names = _split_header(text, ",")
    known = {column for columns in TABLES.values() for column in columns}
    known |= {name.lower() for name in own_names}
    if not _is_header(names, known):
        for delimiter, spoken in DELIMITERS.items():
            if _is_header(_split_header(text, delimiter), known):
                raise FileError(
                    f"the columns are separated by {spoken}; save the file with commas.", line=1
                )
        if not text.strip():
            raise FileError("the first line is empty; it must be the header.", line=1)
        # A first line that is no header may be a record: it is not shown.
        raise FileError(
            f"the first line is not the header of the contract; add the header ({CONTRACT}).",
            line=1,
        )
    return tuple((name, "VARCHAR") for name in names)


def _split_header(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return []


def _is_header(names: Sequence[str], known: set[str]) -> bool:
    """Say whether a line is a header, perhaps a faulty one: a third of the contract is in it."""
    return len({name.strip().lower() for name in names} & known) >= len(EMM_COLUMNS) // 3


def _parquet_columns(path: Path) -> tuple[tuple[str, str], ...]:
    """Return the columns that the schema of a Parquet file names.

    Raises:
        FileError: the file is empty, cut off or no Parquet file.
        OSError: the file cannot be opened.
    """
    size = path.stat().st_size
    if size == 0:
        raise FileError("the file is empty; deliver it again, or leave it out.")
    with path.open("rb") as stream:
        start = stream.read(4)
        stream.seek(max(size - 4, 0))
        end = stream.read(4)
    if start == b"PARE" and end == b"PARE":
        raise FileError(ENCRYPTED)
    if start != b"PAR1":
        raise FileError("this is not a Parquet file; deliver it again.")
    if end != b"PAR1":
        raise FileError("the Parquet file is cut off; deliver it again.")
    with closing(duckdb.connect()) as connection:
        try:
            rows = connection.execute(
                f"describe select * from read_parquet({path_literal(path)}, "
                "hive_partitioning = false)"
            ).fetchall()
        except duckdb.Error:
            raise FileError("the Parquet file is damaged; deliver it again.") from None
    return tuple((str(row[0]), str(row[1])) for row in rows)


def column_faults(table: str, columns: Sequence[tuple[str, str]]) -> Iterable[str]:
    """Compare the columns of a file with the contract; one sentence for each difference."""
    contract = TABLES[table]
    names = [name for name, _ in columns]
    twice = sorted({name for name in names if names.count(name) > 1 and name.strip()})
    missing = [name for name in contract if name not in names]
    extra = [name for name in dict.fromkeys(names) if name not in contract]
    for name in twice:
        yield f"the column '{name}' is there twice; leave one out."
    for name in extra:
        meant = name.strip().strip("\"'").lower()
        if not name.strip():
            yield (
                "there is a column without a name (often an empty column at the right of a "
                "spreadsheet); leave it out."
            )
        elif meant in missing:
            missing.remove(meant)
            yield f"the column '{_short(name)}' must be written '{meant}'."
        else:
            yield (
                f"the column '{_short(name)}' is not in the contract; leave it out ({CONTRACT})."
            )
    for name in missing:
        yield (
            f"the column '{name}' is missing; add it, with empty values where nothing is known "
            f"({CONTRACT})."
        )
    for name, kind in columns:
        if name in contract and not _is_readable_type(name, kind):
            advice = "text or whole numbers" if name in IDENTIFIER_COLUMNS else "text"
            yield f"the column '{name}' has the type {kind}; deliver it as {advice}."


def _short(name: str) -> str:
    printable = "".join(character if character.isprintable() else "?" for character in name)
    return printable if len(printable) <= 40 else printable[:40] + "..."


def _is_readable_type(name: str, kind: str) -> bool:
    """Say whether a Parquet type can be brought to the text of the contract without loss."""
    if BROKEN_NUMBERS.fullmatch(kind):
        return name not in IDENTIFIER_COLUMNS
    return (
        any(pattern.fullmatch(kind) for pattern in (TEXTS, WHOLE_NUMBERS, TIMESTAMPS, LISTS))
        or kind == "DATE"
    )
