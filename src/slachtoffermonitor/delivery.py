"""Reads and checks a delivery: the directory with CSV or Parquet files of `docs/register.md`.

Two things are offered:

- :func:`find_problems` looks at every file of a delivery from end to end, before anything is built,
  and says in sentences for people what cannot be read. It judges files, columns and encoding only.
  A defect of one record (a date that is none, a second record with the same id) is not judged here:
  the warehouse rejects that record with a reason.
- :func:`relation_sql` gives the SQL that reads the files in place, with every column as text.

Both use the same reader with the same options, so that what passes the check can be read. The
macros in `macros/duckdb` read a delivery in the same way; a test compares the two.

Privacy: no message holds a value of a record. DuckDB's own errors on CSV files quote the line they
stumble on; they are caught here and never passed on.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import duckdb

NOTIFICATION_COLUMNS: Final = (
    "delivery_id",
    "delivered_on",
    "record_id",
    "notification_id",
    "version",
    "status",
    "received_on",
    "person_pseudonym",
    "reporter",
    "reporting_unit",
    "birth_date",
    "reported_age",
    "gender",
    "nationalities",
    "exploitation_forms",
    "prostitution_sectors",
    "labour_sectors",
    "criminal_manners",
    "consent",
    "om_b8_letter",
    "cooperates",
)
"""Columns of `notifications*`, in the order of the contract."""

EMM_COLUMNS: Final = (
    "delivery_id",
    "delivered_on",
    "record_id",
    "registered_on",
    "person_pseudonym",
    "birth_date",
    "reported_age",
    "gender",
    "nationalities",
    "exploitation_forms",
    "prostitution_sectors",
    "labour_sectors",
    "criminal_manners",
)
"""Columns of `emm_records*`, in the order of the contract."""

TABLES: Final[dict[str, tuple[str, ...]]] = {
    "notifications": NOTIFICATION_COLUMNS,
    "emm_records": EMM_COLUMNS,
}
"""The tables of a delivery; a file belongs to the table whose name its own name begins with."""

SEED_PREFIX: Final = "raw_"
"""What the shipped register's seeds carry before the name of the table."""

SYNTHETIC_MARK: Final = "SYNTHETIC"

IDENTIFIER_COLUMNS: Final = ("record_id", "notification_id", "person_pseudonym")
DATE_COLUMNS: Final = ("delivered_on", "received_on", "registered_on", "birth_date")

LINES_NAMED: Final = 3
"""So many line numbers are named for one kind of problem in one file; the rest is counted."""

REJECTS_READ: Final = 1000
"""So many faulty lines of a file are looked at; enough to see what is wrong with it."""

RECORDS_VARIABLE: Final = "SLACHTOFFERMONITOR_RECORDS_MAX"
"""Setting: a delivery of more records than this is not read."""
RECORDS_MAX: Final = 20_000_000
"""So many without the setting. A Parquet file of some kilobytes can claim any number."""

SPREADSHEET_ROWS: Final = 1_048_576
"""Rows that one sheet of a spreadsheet holds, header included; what is beyond is cut off."""

SCAN_MEMORY: Final = "1GB"

HEADER_BYTES: Final = 65_536
"""A header is looked for within so many bytes."""

FOOTER_BYTES: Final = 1_048_576
"""The footer of a Parquet file is looked for within so many bytes of its end."""

CSV_SUFFIX: Final = ".csv"
PARQUET_SUFFIXES: Final = (".parquet", ".pq")
LOOKS_LIKE_DATA: Final = (CSV_SUFFIX, *PARQUET_SUFFIXES, ".tsv", ".xlsx", ".xls", ".ods")

_DELIMITERS: Final = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_CONTRACT: Final = "docs/register.md lists the columns"
_SHEET_DATES: Final = r"[1-6][0-9]{4}([.,]0+)?|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}"
_SHEET_ERRORS: Final = ("#NAME?", "#REF!", "#VALUE!", "#N/A", "#DIV/0!", "#NUM!", "#NULL!")

Format = Literal["csv", "parquet"]

Renamed = Mapping[str, Mapping[str, str]]
"""Table of a delivery -> column as it is delivered -> column of the contract (docs/office.md)."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a delivery, in one sentence that says what to do."""

    where: str
    """File (base name), with a line number where one is known, or the directory."""
    sentence: str

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}"


@dataclass(frozen=True)
class DeliveredFile:
    """A file of a delivery whose header or schema has been read and fits the contract."""

    table: str
    path: Path
    format: Format
    columns: tuple[tuple[str, str], ...]
    """Name in the contract and DuckDB type of each column, in the order of the file."""
    delivered: tuple[str, ...] = ()
    """What the file calls its columns."""


class DeliveryError(Exception):
    """The delivery cannot be read; the message is meant for people and holds no personal data."""

    def __init__(self, directory: Path, problems: Sequence[Problem]) -> None:
        super().__init__(describe(directory, problems))
        self.problems = tuple(problems)


class _FileError(Exception):
    """Something is wrong with one file; `line` is counted from 1, the header included."""

    def __init__(self, sentence: str, line: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.line = line


def describe(directory: Path, problems: Sequence[Problem], limit: int = 20) -> str:
    """Return one message for people about everything that is wrong, at most `limit` sentences."""
    noun = "problem" if len(problems) == 1 else "problems"
    where = _spelt(str(directory))
    lines = [f"The delivery in {where} cannot be used: {len(problems)} {noun}. Nothing was built."]
    lines += [f"  - {problem}" for problem in problems[:limit]]
    if len(problems) > limit:
        lines.append(f"  - and {len(problems) - limit} more.")
    return "\n".join(lines)


# --- which files -------------------------------------------------------------------------------


def _candidates(
    directory: Path, prefix: str, problems: list[Problem]
) -> list[tuple[str, Path, Format]]:
    """Return table, path and format of the files that belong to the delivery, by file name."""
    found: list[tuple[str, Path, Format]] = []
    for path in sorted(directory.iterdir(), key=lambda entry: entry.name):
        if not _is_utf8(path):
            problems.append(Problem(_spelt(path.name), "the name is not UTF-8; rename the file."))
            continue
        name = path.name.lower()
        table = next((table for table in TABLES if name.startswith(prefix + table)), None)
        suffix = path.suffix.lower()
        if path.is_dir():
            try:
                inside = sorted(path.iterdir()) if not prefix else []
            except PermissionError:
                problems.append(
                    Problem(
                        f"{path.name}/",
                        "the folder may not be read, so that nothing says what is in it; take it "
                        "out of the delivery, or ask for the permission.",
                    )
                )
                continue
            if any(entry.suffix.lower() in LOOKS_LIKE_DATA for entry in inside) or (
                table and not prefix
            ):
                problems.append(
                    Problem(
                        f"{path.name}/",
                        "files in a folder inside the delivery are not read; put them beside the "
                        "others, or take the folder out.",
                    )
                )
        elif table is None:
            if not prefix and suffix in LOOKS_LIKE_DATA and not name.startswith("."):
                problems.append(
                    Problem(
                        path.name,
                        "the name begins neither with 'notifications' nor with 'emm_records', so "
                        "that nothing says what the file holds; rename it, or take it out of the "
                        "directory.",
                    )
                )
        elif suffix == CSV_SUFFIX:
            found.append((table, path, "csv"))
        elif suffix in PARQUET_SUFFIXES:
            found.append((table, path, "parquet"))
        elif not prefix:
            problems.append(
                Problem(
                    path.name,
                    f"a file of the type '{suffix or 'none'}' is not read; deliver it as CSV "
                    "(UTF-8, comma) or Parquet, or give it a name that does not begin with "
                    f"'{table}'.",
                )
            )
    return found


def _is_utf8(path: Path) -> bool:
    """Say whether a path can be written as text; the system takes any bytes for a name."""
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _spelt(name: str) -> str:
    return os.fsencode(name).decode("utf-8", "replace")


def _open_delivery(
    directory: Path, prefix: str = "", renamed: Renamed | None = None
) -> tuple[list[DeliveredFile], list[Problem]]:
    """Find the files of a delivery and read their headers; no row is read."""
    problems: list[Problem] = []
    where = str(directory)
    if prefix and not directory.is_dir():
        return [], [
            Problem(where, "the shipped register is missing; restore it, or name your own.")
        ]
    if not _is_utf8(directory):
        return [], [Problem(_spelt(where), "the path is not UTF-8; rename the directory.")]
    if not directory.exists():
        return [], [Problem(where, "the directory does not exist; correct the setting.")]
    if not directory.is_dir():
        return [], [Problem(where, "this is a file; name the directory that holds it.")]
    try:
        candidates = _candidates(directory, prefix, problems)
    except PermissionError:
        return [], [Problem(where, "the directory may not be read; ask for the permission.")]
    if not any(table == "notifications" for table, _, _ in candidates):
        problems.append(
            Problem(
                where,
                f"there is no file whose name begins with '{prefix}notifications' and ends with "
                ".csv or .parquet; add it, or correct the setting.",
            )
        )
    files: list[DeliveredFile] = []
    for table, path, kind in candidates:
        try:
            names = (renamed or {}).get(table, {})
            found = _columns(path, kind, frozenset(names))
            columns = tuple((names.get(name, name), type_) for name, type_ in found)
            # Several things can be wrong with the columns; each is a sentence of its own.
            faults = [*_column_faults(table, columns)]
        except _FileError as problem:
            problems.append(_located(path, problem))
            continue
        except OSError as error:
            reason = error.strerror or "the system refuses"
            problems.append(Problem(path.name, f"the file cannot be opened ({reason.lower()})."))
            continue
        problems += [Problem(path.name, fault) for fault in faults]
        if not faults:
            delivered = tuple(name for name, _ in found)
            files.append(DeliveredFile(table, path, kind, columns, delivered))
    return files, problems


def _located(path: Path, problem: _FileError) -> Problem:
    line = f", line {problem.line}" if problem.line else ""
    return Problem(f"{path.name}{line}", problem.sentence)


# --- headers and schemas -------------------------------------------------------------------------


def _refuse_other_types(start: bytes) -> None:
    """Raise when the first bytes of a CSV file are those of another kind of file."""
    if start.startswith(b"PK\x03\x04"):
        raise _FileError(
            "this is a spreadsheet or a zip file under the name of a CSV file; save it as CSV "
            "(UTF-8, comma)."
        )
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise _FileError(
            "this is a spreadsheet under the name of a CSV file; save it as CSV (UTF-8, comma)."
        )
    if start.startswith((b"\x1f\x8b", b"\x28\xb5\x2f\xfd")):
        raise _FileError("the file is compressed; unpack it.")
    if start.startswith(b"PAR1"):
        raise _FileError("this is a Parquet file; let its name end with .parquet.")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or (
        b"\x00" in start[:200] and start[:200].count(b"\x00") >= len(start[:200]) // 3
    ):
        raise _FileError("the encoding is UTF-16 or UTF-32; save the file as UTF-8.")


_columns_seen: dict[tuple[Path, int, int, frozenset[str]], tuple[tuple[str, str], ...]] = {}


def _columns(path: Path, kind: Format, names: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Return the columns of a file; one that has not changed is not opened a second time.

    Args:
        path: the file.
        kind: its format.
        names: what an office calls columns of the contract.

    Raises:
        _FileError: the file is empty, of another kind, or has no columns that can be read.
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
        _FileError: the file is empty, of another kind, or has no header that can be read.
        OSError: the file cannot be opened.
    """
    with path.open("rb") as stream:
        start = stream.read(HEADER_BYTES)
    if not start.strip(b"\xef\xbb\xbf \r\n\t"):
        raise _FileError("the file is empty; deliver it again, or leave it out.")
    _refuse_other_types(start)
    first = re.split(rb"[\r\n]", start.removeprefix(b"\xef\xbb\xbf"), maxsplit=1)[0]
    if b"\x00" in first:
        raise _FileError("the header holds a NUL byte; export the file again.", line=1)
    try:
        text = first.decode("utf-8")
    except UnicodeDecodeError:
        raise _FileError(
            "the encoding is not UTF-8 (probably Windows-1252); save the file as UTF-8.", line=1
        ) from None
    if text.lower().startswith("sep="):
        raise _FileError(
            "a spreadsheet has put a line 'sep=' above the header; save the file as plain CSV with "
            "commas.",
            line=1,
        )
    names = _split_header(text, ",")
    known = {column for columns in TABLES.values() for column in columns}
    known |= {name.lower() for name in own_names}
    if not _is_header(names, known):
        for delimiter, spoken in _DELIMITERS.items():
            if _is_header(_split_header(text, delimiter), known):
                raise _FileError(
                    f"the columns are separated by {spoken}; save the file with commas.", line=1
                )
        if not text.strip():
            raise _FileError("the first line is empty; it must be the header.", line=1)
        # A first line that is no header may be a record: it is not shown.
        raise _FileError(
            f"the first line is not the header of the contract; add the header ({_CONTRACT}).",
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
        _FileError: the file is empty, cut off or no Parquet file.
        OSError: the file cannot be opened.
    """
    size = path.stat().st_size
    if size == 0:
        raise _FileError("the file is empty; deliver it again, or leave it out.")
    with path.open("rb") as stream:
        start = stream.read(4)
        stream.seek(max(size - 4, 0))
        end = stream.read(4)
    if start == b"PARE" and end == b"PARE":
        raise _FileError(_ENCRYPTED)
    if start != b"PAR1":
        raise _FileError("this is not a Parquet file; deliver it again.")
    if end != b"PAR1":
        raise _FileError("the Parquet file is cut off; deliver it again.")
    with closing(duckdb.connect()) as connection:
        try:
            rows = connection.execute(
                f"describe select * from read_parquet({path_literal(path)}, "
                "hive_partitioning = false)"
            ).fetchall()
        except duckdb.Error:
            raise _FileError("the Parquet file is damaged; deliver it again.") from None
    return tuple((str(row[0]), str(row[1])) for row in rows)


def _column_faults(table: str, columns: Sequence[tuple[str, str]]) -> Iterable[str]:
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
                f"the column '{_short(name)}' is not in the contract; leave it out ({_CONTRACT})."
            )
    for name in missing:
        yield (
            f"the column '{name}' is missing; add it, with empty values where nothing is known "
            f"({_CONTRACT})."
        )
    for name, kind in columns:
        if name in contract and not _is_readable_type(name, kind):
            advice = "text or whole numbers" if name in IDENTIFIER_COLUMNS else "text"
            yield f"the column '{name}' has the type {kind}; deliver it as {advice}."


def _short(name: str) -> str:
    printable = "".join(character if character.isprintable() else "?" for character in name)
    return printable if len(printable) <= 40 else printable[:40] + "..."


_WHOLE_NUMBERS: Final = re.compile(r"U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)")
_BROKEN_NUMBERS: Final = re.compile(r"FLOAT|DOUBLE|DECIMAL\(.*\)")
_TIMESTAMPS: Final = re.compile(r"TIMESTAMP(_S|_MS|_NS)?")
_TEXTS: Final = re.compile(r'VARCHAR|UUID|"NULL"|NULL|ENUM\(.*\)', re.DOTALL)
_LISTS: Final = re.compile(r"(VARCHAR|ENUM\(.*\))\[\]", re.DOTALL)


def _is_readable_type(name: str, kind: str) -> bool:
    """Say whether a Parquet type can be brought to the text of the contract without loss."""
    if _BROKEN_NUMBERS.fullmatch(kind):
        return name not in IDENTIFIER_COLUMNS
    return (
        any(pattern.fullmatch(kind) for pattern in (_TEXTS, _WHOLE_NUMBERS, _TIMESTAMPS, _LISTS))
        or kind == "DATE"
    )


# --- SQL ---------------------------------------------------------------------------------------


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def path_literal(path: Path) -> str:
    """Return a path as SQL writes it, so that DuckDB takes no character of it for a wildcard."""
    return _literal(re.sub(r"([\[*?])", r"[\1]", path.absolute().as_posix()))


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _as_text(name: str, kind: str) -> str:
    """Return the SQL expression that turns a delivered column into text; empty stays empty."""
    column = _identifier(name)
    if _LISTS.fullmatch(kind):
        return f"array_to_string({column}, '|')"
    if _TIMESTAMPS.fullmatch(kind):
        day = f"cast({column} as date)"
        return (
            f"cast(case when {column} = {day} then cast({day} as varchar) "
            f"else cast({column} as varchar) end as varchar)"
        )
    if _BROKEN_NUMBERS.fullmatch(kind):
        finite = f"isfinite(cast({column} as double))"
        return (
            f"case when not {finite} then null when {column} = trunc({column}) "
            f"then cast(cast({column} as hugeint) as varchar) else cast({column} as varchar) end"
        )
    return f"cast({column} as varchar)"


_READER: Final = (
    "auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', "
    "strict_mode = true, null_padding = false"
)


def _source(files: Sequence[DeliveredFile], options: str = "") -> str:
    """Return the table function that reads files of one format with the same columns in order."""
    paths = "[" + ", ".join(path_literal(file.path) for file in files) + "]"
    options += ", hive_partitioning = false"
    if files[0].format == "parquet":
        reader = f"read_parquet({paths}{options})"
        names = [name for name, _ in files[0].columns]
        if list(files[0].delivered) == names:
            return reader
        selected = [
            f"{_identifier(delivered)} as {name}"
            for delivered, name in zip(files[0].delivered, names, strict=True)
        ]
        selected += ["filename"] if "filename = true" in options else []
        return f"(select {', '.join(selected)} from {reader})"
    columns = ", ".join(f"{_literal(name)}: 'VARCHAR'" for name, _ in files[0].columns)
    return f"read_csv({paths}, columns = {{{columns}}}, {_READER}{options})"


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
    files, problems = _open_delivery(directory, renamed=renamed)
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
        expressions = [f"{_as_text(name, kinds[name])} as {name}" for name in TABLES[table]]
        expressions.append("parse_filename(filename, false, 'system') as source_file")
        selects.append(
            f"select {', '.join(expressions)} from {_source(members, ', filename = true')}"
        )
    if not selects:
        empty = [f"cast(null as varchar) as {name}" for name in (*TABLES[table], "source_file")]
        selects.append(f"select {', '.join(empty)} where false")
    return "(\n    " + "\n    union all\n    ".join(selects) + "\n)"


# --- the whole file ------------------------------------------------------------------------------


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


def _claims_too_many(directory: Path, files: Sequence[DeliveredFile]) -> Problem | None:
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

_ENCRYPTED: Final = (
    "the Parquet file is encrypted; deliver it without encryption, over a channel that protects it."
)


def _why_no_parquet(connection: duckdb.DuckDBPyConnection, path: Path) -> str:
    """Return why a Parquet file with a sound schema cannot be read to its end."""
    with path.open("rb") as stream:
        stream.seek(max(path.stat().st_size - FOOTER_BYTES, 0))
        footer = stream.read()
        if any(mark in footer for mark in _KEY_MARKS):
            return _ENCRYPTED
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


def _scan_or_say_why(file: DeliveredFile) -> tuple[int, list[Problem]]:
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
    texts = {name: f"nullif({_as_text(name, kind)}, '')" for name, kind in file.columns}
    names = list(texts)
    identifiers = [name for name in IDENTIFIER_COLUMNS if name in texts]
    dates = [name for name in DATE_COLUMNS if name in texts]
    errors = ", ".join(_literal(text) for text in _SHEET_ERRORS)
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
            f"and regexp_full_match({name}, '{_SHEET_DATES}'))"
            for name in dates
        ),
    ]
    columns = ", ".join(f"{text} as {_identifier(name)}" for name, text in texts.items())
    row = connection.execute(
        f"select {', '.join(measures)} from (select {columns} from {_source([file])})"
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
        counts = ", ".join(f"count({_identifier(name)})" for name, _ in file.columns)
        connection.execute(f"select {counts} from {_source([file], options)}").fetchall()
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


# --- the whole delivery --------------------------------------------------------------------------


@dataclass(frozen=True)
class _Judgement:
    """What was found in a delivery: what is wrong, and how many records each file holds."""

    problems: tuple[Problem, ...]
    records: dict[str, int]


_checked: dict[tuple[str, str, str, tuple[tuple[str, int, int], ...]], _Judgement] = {}


def _fingerprint(directory: Path) -> tuple[tuple[str, int, int], ...]:
    """Return name, size in bytes and time of change in nanoseconds of every file."""
    if not directory.is_dir():
        return ()
    stats = ((entry.name, entry.stat()) for entry in directory.iterdir())
    return tuple(sorted((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats))


def _judge(
    directory: Path,
    prefix: str,
    progress: Callable[[Path, int, int], None] | None,
    renamed: Renamed | None,
) -> _Judgement:
    """Look at every file from end to end; the arguments are those of `find_problems`."""
    try:
        key = (str(directory.absolute()), prefix, repr(renamed), _fingerprint(directory))
    except OSError:
        key = (str(directory.absolute()), prefix, repr(renamed), ())
    if key[3] and key in _checked:
        return _checked[key]
    files, problems = _open_delivery(directory, prefix, renamed)
    if claims := _claims_too_many(directory, files):
        return _Judgement((claims,), {})
    records = {}
    # A small file keeps DuckDB's threads waiting, so that several are read at the same time.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for number, (file, (count, found)) in enumerate(
            zip(files, pool.map(_scan_or_say_why, files), strict=True), start=1
        ):
            if progress:
                progress(file.path, number, len(files))
            records[file.path.name] = count
            problems += found
    _checked[key] = _Judgement(tuple(problems), records)
    return _checked[key]


def find_problems(
    directory: Path,
    prefix: str = "",
    progress: Callable[[Path, int, int], None] | None = None,
    renamed: Renamed | None = None,
) -> tuple[Problem, ...]:
    """Look at every file of a delivery from end to end.

    A delivery that has not changed since this process looked at it is not read again.

    Args:
        directory: the directory of the delivery.
        prefix: what stands before the table's name in the file names: nothing in a delivery,
            `raw_` among the shipped seeds, where other files and folders are left alone.
        progress: called after each file with its path, its number from 1 and the number of files.
        renamed: names that an office has of its own for columns.

    Returns:
        What is wrong, by file; nothing when the delivery can be read.
    """
    return _judge(directory, prefix, progress, renamed).problems


def require_readable(
    directory: Path,
    prefix: str = "",
    progress: Callable[[Path, int, int], None] | None = None,
    renamed: Renamed | None = None,
) -> dict[str, int]:
    """Check a delivery; the arguments are those of `find_problems`.

    Returns:
        The number of records of each file, by its name.

    Raises:
        DeliveryError: something is wrong with it; the message says what, where and what to do.
    """
    judgement = _judge(directory, prefix, progress, renamed)
    if judgement.problems:
        raise DeliveryError(directory, judgement.problems)
    return dict(judgement.records)
