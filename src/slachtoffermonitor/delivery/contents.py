"""Reads a file of a delivery from end to end, and says what cannot be read or is damaged."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

import duckdb

from slachtoffermonitor.delivery.contract import (
    DATE_COLUMNS,
    FOOTER_BYTES,
    IDENTIFIER_COLUMNS,
    LINES_NAMED,
    RECORDS_MAX,
    RECORDS_VARIABLE,
    REJECTS_READ,
    SCAN_MEMORY,
    SHEET_DATES,
    SHEET_ERRORS,
    SPREADSHEET_ROWS,
    DeliveredFile,
    Problem,
)
from slachtoffermonitor.delivery.headers import ENCRYPTED
from slachtoffermonitor.delivery.sql import as_text, identifier, literal, path_literal, read_by


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _connect() -> duckdb.DuckDBPyConnection:
    """Open a database in memory that stays small however large a delivery is."""
    return duckdb.connect(
        config={"memory_limit": SCAN_MEMORY, "enable_external_file_cache": "false"}
    )


def _claimed(path: Path) -> int:
    """Return the number of records that a Parquet file says it holds; none where it says nothing.

    A file that cannot be asked is looked at when it is read.
    """
    with closing(_connect()) as connection:
        try:
            row = connection.execute(
                f"select sum(num_rows) from parquet_file_metadata({path_literal(path)})"
            ).fetchone()
        except duckdb.Error:
            return 0
    return int(row[0]) if row and row[0] is not None else 0


def claims_too_many(directory: Path, files: Sequence[DeliveredFile]) -> Problem | None:
    """Say that Parquet files claim more records than the setting allows, before they are read."""
    text = os.environ.get(RECORDS_VARIABLE) or str(RECORDS_MAX)
    if not text.isdecimal():
        return Problem(RECORDS_VARIABLE, f"'{text}' is no number of records; correct the setting.")
    claimed = sum(_claimed(file.path) for file in files if file.format == "parquet")
    if claimed <= int(text):
        return None
    return Problem(
        str(directory),
        f"the Parquet files claim {claimed:,} records, more than {int(text):,}; look whether that "
        f"is right, and raise {RECORDS_VARIABLE} if it is.",
    )


def _scan(file: DeliveredFile) -> tuple[int, list[Problem]]:
    """Read a file to its end.

    Returns:
        The number of its records, and what cannot be read or has been damaged by a spreadsheet.
    """
    with closing(_connect()) as connection:
        try:
            count, problems = _damage(connection, file)
            if not problems and file.format == "csv":
                problems = _faulty_lines(connection, file)
            return count, problems
        except duckdb.Error as error:
            # The text of the error quotes the record: only its kind is used.
            text = str(error)
        if file.format == "parquet":
            return 0, [Problem(file.path.name, _why_no_parquet(connection, file.path))]
        return 0, _why_unreadable(connection, file, text)


_CODECS: Final = ("UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "BROTLI", "LZ4_RAW")
"""Ways of packing Parquet that DuckDB reads."""

_KEY_MARKS: Final = (b"keyMaterialType", b"keyEncryptionKeyID", b"wrappedDEK")
"""What the footer of a file holds whose columns are encrypted: which key opens them."""


def _why_no_parquet(connection: duckdb.DuckDBPyConnection, path: Path) -> str:
    """Return why a Parquet file with a sound schema cannot be read to its end."""
    with path.open("rb") as stream:
        stream.seek(max(path.stat().st_size - FOOTER_BYTES, 0))
        footer = stream.read()
        if any(mark in footer for mark in _KEY_MARKS):
            return ENCRYPTED
    try:
        codecs = connection.execute(
            f"select distinct compression from parquet_metadata({path_literal(path)}) order by 1"
        ).fetchall()
    except duckdb.Error:
        codecs = []
    unread = [str(codec) for (codec,) in codecs if codec not in _CODECS]
    if unread:
        return (
            f"the Parquet file is packed with {' and '.join(unread)}, which is not read; write it "
            "with SNAPPY or ZSTD."
        )
    return "the Parquet file is damaged, or columns of it are encrypted; deliver it again."


def scan_or_say_why(file: DeliveredFile) -> tuple[int, list[Problem]]:
    """Scan a file; that the system refuses it is a problem too."""
    try:
        return _scan(file)
    except OSError as error:
        reason = error.strerror or "the system refuses"
        return 0, [Problem(file.path.name, f"the file cannot be read ({reason.lower()}).")]


def _damage(
    connection: duckdb.DuckDBPyConnection, file: DeliveredFile
) -> tuple[int, list[Problem]]:
    """Read every value once.

    Returns:
        The number of records, and problems that are visible in the values as a whole.

    Raises:
        duckdb.Error: the file cannot be read to its end.
    """
    texts = {name: f"nullif({as_text(name, kind)}, '')" for name, kind in file.columns}
    names = list(texts)
    identifiers = [name for name in IDENTIFIER_COLUMNS if name in texts]
    dates = [name for name in DATE_COLUMNS if name in texts]
    errors = ", ".join(literal(text) for text in SHEET_ERRORS)
    measures = [
        "count(*)",
        f"count(*) filter (where coalesce({', '.join(names)}) is null)",
        *(f"count({name})" for name in names),
        *(
            f"count(*) filter (where starts_with({name}, '#') "
            f"and ({name} in ({errors}) or starts_with({name}, '####')))"
            for name in names
        ),
        *(
            f"count(*) filter (where contains({name}, '+') "
            f"and regexp_full_match({name}, '[0-9]([.,][0-9]+)?[Ee][+][0-9]+'))"
            for name in identifiers
        ),
        *(
            f"count(*) filter (where not contains({name}, '-') "
            f"and regexp_full_match({name}, '{SHEET_DATES}'))"
            for name in dates
        ),
    ]
    columns = ", ".join(f"{text} as {identifier(name)}" for name, text in texts.items())
    row = connection.execute(
        f"select {', '.join(measures)} from (select {columns} from {read_by([file])})"
    ).fetchone()
    if row is None:  # an aggregate always gives a row
        return 0, []
    values = iter(int(value) for value in row)
    rows, empty_rows = next(values), next(values)
    filled = {name: next(values) for name in names}
    sheet_errors = {name: next(values) for name in names}
    powers = {name: next(values) for name in identifiers}
    serials = {name: next(values) for name in dates}

    where = file.path.name
    if rows == 0:
        return 0, [
            Problem(
                where, "there are no records below the header; deliver it again, or leave it out."
            )
        ]
    found = []
    if empty_rows:
        found.append(
            f"{_count(empty_rows, 'row')} without a single value (often left behind by a "
            "spreadsheet); remove them."
        )
    if rows + 1 == SPREADSHEET_ROWS:
        found.append(
            f"it has exactly the {SPREADSHEET_ROWS:,} lines that a spreadsheet can hold, so that "
            "the rest was probably cut off; export it from the register, without a spreadsheet."
        )
    for name, number in sheet_errors.items():
        if number:
            found.append(
                f"the column '{name}' holds {_count(number, 'error message')} of a spreadsheet "
                "(such as #NAME?) instead of what was registered; export the file from the "
                "register again."
            )
    for name, number in powers.items():
        if number:
            found.append(
                f"in the column '{name}' a spreadsheet has rounded {_count(number, 'identifier')} "
                "to a power of ten (such as 1,2E+11), so that different ones look the same; "
                "export the file from the register again."
            )
    for name, number in serials.items():
        # One such value is a defect of a record; most of a column is a defect of the file.
        if number * 2 > filled[name]:
            found.append(
                f"in the column '{name}' {number:,} of {filled[name]:,} dates are written as a "
                "spreadsheet writes them (1/31/2019 or a number of days); write them as "
                "yyyy-mm-dd."
            )
    return rows, [Problem(where, sentence) for sentence in found]


def _faulty_lines(connection: duckdb.DuckDBPyConnection, file: DeliveredFile) -> list[Problem]:
    """Return lines of a CSV file that the reader accepts although they do not fit the header.

    The reader drops empty fields beyond the last column. They are a sign of a comma without quotes
    inside a value, by which all later values have moved one column to the right.
    """
    # A line is read as one value: the delimiter is a control character, and no quote is known.
    lines = (
        f"read_csv({path_literal(file.path)}, columns = {{'line': 'VARCHAR'}}, "
        "auto_detect = false, header = false, delim = '\x01', quote = '', escape = '', "
        "strict_mode = false)"
    )
    # What is left of a line without its quoted values; most lines have none.
    bare = (
        "case when contains(line, '\"') then regexp_replace(line, '\"[^\"]*\"', '', 'g') "
        "else line end"
    )
    commas = f"length({bare}) - length(replace({bare}, ',', ''))"
    row = connection.execute(
        f"""
        with numbered as (select row_number() over () as number, line from {lines}),
        suspect as (
            select
                number,
                contains(line, chr(0)) as has_nul,
                case
                    when (line like '%,' or line like '%,""') and not contains({bare}, '"')
                        then {commas} > {len(file.columns) - 1}
                    else false
                end as has_surplus
            from numbered
        )
        select
            count(*) filter (where has_nul),
            list(number order by number) filter (where has_nul)[1:{LINES_NAMED}],
            count(*) filter (where has_surplus),
            list(number order by number) filter (where has_surplus)[1:{LINES_NAMED}]
        from suspect
        where has_nul or has_surplus
        """
    ).fetchone()
    problems: list[Problem] = []
    if row and row[0]:
        problems.append(
            _at_lines(file, row[1], row[0], "a NUL byte; export the file from the register again.")
        )
    if row and row[2]:
        problems.append(_at_lines(file, row[3], row[2], _TOO_MANY))
    return problems


_TOO_MANY: Final = (
    "more values than the header has columns; put quotation marks around a value with a comma in "
    "it."
)
_TOO_FEW: Final = (
    "fewer values than the header has columns; complete the line, or deliver the file again if it "
    "was cut off."
)
_QUOTE: Final = (
    "a quotation mark that is not closed or stands inside a value; close it, or write it twice "
    "inside a value in quotation marks."
)
_ENCODING: Final = "characters that are not UTF-8 (probably Windows-1252); save the file as UTF-8."
_TOO_LONG: Final = (
    "a line of more than two million characters (probably a quotation mark that is not closed); "
    "repair the line."
)

_REJECTIONS: Final = {
    "TOO MANY COLUMNS": _TOO_MANY,
    "MISSING COLUMNS": _TOO_FEW,
    "UNQUOTED VALUE": _QUOTE,
    "INVALID ENCODING": _ENCODING,
    "LINE SIZE OVER MAXIMUM": _TOO_LONG,
}


def _at_lines(file: DeliveredFile, lines: Sequence[int], total: int, sentence: str) -> Problem:
    """Return a problem that names the first lines and counts the others."""
    named = ", ".join(str(line) for line in lines[:LINES_NAMED])
    others = total - min(len(lines), LINES_NAMED)
    word = "line" if total == 1 else "lines"
    more = f" and {others:,} more" if others else ""
    return Problem(f"{file.path.name}, {word} {named}{more}", sentence)


def _why_unreadable(
    connection: duckdb.DuckDBPyConnection, file: DeliveredFile, error: str
) -> list[Problem]:
    """Return on which lines a CSV file cannot be read, and why."""
    where = file.path.name
    rejected: list[tuple[str, int]] = []
    try:
        options = f", store_rejects = true, rejects_limit = {REJECTS_READ}"
        counts = ", ".join(f"count({identifier(name)})" for name, _ in file.columns)
        connection.execute(f"select {counts} from {read_by([file], options)}").fetchall()
        rejected = [
            (str(kind), int(position))
            for kind, position in connection.execute(
                "select error_type, min(line_byte_position) from reject_errors "
                "group by error_type, line order by 2, 1"
            ).fetchall()
        ]
    except duckdb.Error:
        pass
    kinds: dict[str, list[int]] = {}
    for kind, position in rejected:
        kinds.setdefault(_REJECTIONS.get(kind, ""), []).append(position)
    problems = []
    for sentence, positions in kinds.items():
        numbers = _line_numbers(file.path, sorted(positions)[:LINES_NAMED])
        problems.append(
            _at_lines(
                file, numbers, len(positions), sentence or "a line that cannot be read; repair it."
            )
        )
    if problems:
        return problems
    try:
        problems = _faulty_lines(connection, file)
    except duckdb.Error:
        problems = []
    if problems:
        return problems
    numbers = _lone_carriage_returns(file.path)
    if numbers:
        return [
            _at_lines(
                file,
                numbers,
                len(numbers),
                "a carriage return inside a value; put a blank in its place.",
            )
        ]
    if _has_mixed_line_ends(file.path):
        return [
            Problem(
                where,
                "the lines end in two different ways (LF and CR LF), perhaps because files were "
                "put together; save it with one kind of line end.",
            )
        ]
    line = re.search(r"Line: (\d+)", error)
    near = f", near line {line.group(1)}" if line else ""
    return [Problem(where + near, "the file cannot be read as CSV; export it again.")]


def _line_numbers(path: Path, positions: Sequence[int]) -> list[int]:
    """Return the line numbers, from 1, of byte positions in ascending order."""
    numbers = []
    line, offset = 1, 0
    waiting = list(positions)
    last = b""
    with path.open("rb") as stream:
        while waiting and (block := stream.read(1 << 20)):
            while waiting and waiting[0] <= offset + len(block):
                part = block[: waiting.pop(0) - offset]
                numbers.append(line + _line_ends(part, last))
            line += _line_ends(block, last)
            last = block[-1:]
            offset += len(block)
    return numbers


def _line_ends(part: bytes, before: bytes) -> int:
    """Count line ends (LF, CR LF or CR); `before` is the byte that precedes the part."""
    ends = part.count(b"\n") + part.count(b"\r") - part.count(b"\r\n")
    return ends - (1 if before == b"\r" and part.startswith(b"\n") else 0)


def _lone_carriage_returns(path: Path) -> list[int]:
    """Return the numbers of the lines with a carriage return before their end."""
    with path.open("rb") as stream:
        return [
            number
            for number, line in enumerate(stream, start=1)
            if b"\r" in line.removesuffix(b"\n").removesuffix(b"\r")
        ]


def _has_mixed_line_ends(path: Path) -> bool:
    """Say whether lines end both with LF alone and with CR LF."""
    pairs = bare = 0
    last = b""
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            joined = block.count(b"\r\n") + (1 if last == b"\r" and block[:1] == b"\n" else 0)
            pairs += joined
            bare += block.count(b"\n") - joined
            last = block[-1:]
    return bool(pairs and bare)
