"""Keeps what was measured as CSV: a row for each measurement, a column for each of its fields."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, Final, TypeVar

Row = TypeVar("Row")

READERS: Final[dict[str, Callable[[str], Any]]] = {
    "int": int,
    "float": float,
    "str": str,
    "bool": lambda text: text == "True",
}


def write_rows(file: Path, kind: type[Row], rows: Iterable[Row]) -> None:
    """Write rows of a data class, its folder included; fractions (seconds) to three decimals.

    Raises:
        OSError: the file cannot be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, names, lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({name: _rounded(value) for name, value in asdict(row).items()})  # type: ignore[call-overload]


def read_rows(kind: type[Row], file: Path) -> list[Row]:
    """Read the rows that `write_rows` wrote; none where there is no file.

    Raises:
        KeyError: the file lacks a column, or a field is of a type that no column can hold.
        ValueError: a number is no number.
    """
    if not file.exists():
        return []
    types = {field.name: str(field.type) for field in fields(kind)}  # type: ignore[arg-type]
    with file.open(encoding="utf-8", newline="") as stream:
        return [
            kind(**{name: _read(row[name], type_) for name, type_ in types.items()})
            for row in csv.DictReader(stream)
        ]


def _rounded(value: object) -> object:
    return round(value, 3) if isinstance(value, float) else value


def _read(text: str, type_: str) -> Any:
    name, _, may_be_empty = type_.partition(" | ")
    if may_be_empty and not text:
        return None
    return READERS[name](text)
