"""Writes paths, names and values as DuckDB reads them, and the reader of files of one kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from slachtoffermonitor.delivery.contract import DeliveredFile

WHOLE_NUMBERS: Final = re.compile(r"U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)")
BROKEN_NUMBERS: Final = re.compile(r"FLOAT|DOUBLE|DECIMAL\(.*\)")
TIMESTAMPS: Final = re.compile(r"TIMESTAMP(_S|_MS|_NS)?")
TEXTS: Final = re.compile(r'VARCHAR|UUID|"NULL"|NULL|ENUM\(.*\)', re.DOTALL)
LISTS: Final = re.compile(r"(VARCHAR|ENUM\(.*\))\[\]", re.DOTALL)


def literal(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def path_literal(path: Path) -> str:
    """Return a path as SQL writes it, so that DuckDB takes no character of it for a wildcard."""
    return literal(re.sub(r"([\[*?])", r"[\1]", path.absolute().as_posix()))


def identifier(name: str) -> str:
    """Return the name of a column as SQL writes it, whatever its characters."""
    return '"' + name.replace('"', '""') + '"'


def as_text(name: str, kind: str) -> str:
    """Return the SQL expression that turns a delivered column into text; empty stays empty."""
    column = identifier(name)
    if LISTS.fullmatch(kind):
        return f"array_to_string({column}, '|')"
    if TIMESTAMPS.fullmatch(kind):
        day = f"cast({column} as date)"
        return (
            f"cast(case when {column} = {day} then cast({day} as varchar) "
            f"else cast({column} as varchar) end as varchar)"
        )
    if BROKEN_NUMBERS.fullmatch(kind):
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


def read_by(files: Sequence[DeliveredFile], options: str = "") -> str:
    """Return the table function that reads files of one format with the same columns in order."""
    paths = "[" + ", ".join(path_literal(file.path) for file in files) + "]"
    options += ", hive_partitioning = false"
    if files[0].format == "parquet":
        reader = f"read_parquet({paths}{options})"
        names = [name for name, _ in files[0].columns]
        if list(files[0].delivered) == names:
            return reader
        selected = [
            f"{identifier(delivered)} as {name}"
            for delivered, name in zip(files[0].delivered, names, strict=True)
        ]
        selected += ["filename"] if "filename = true" in options else []
        return f"(select {', '.join(selected)} from {reader})"
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name, _ in files[0].columns)
    return f"read_csv({paths}, columns = {{{columns}}}, {_READER}{options})"
