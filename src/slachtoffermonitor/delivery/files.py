"""Finds the files of a delivery and reads their headers."""

from __future__ import annotations

from pathlib import Path

from slachtoffermonitor.delivery.contract import (
    CSV_SUFFIX,
    LOOKS_LIKE_DATA,
    PARQUET_SUFFIXES,
    TABLES,
    DeliveredFile,
    FileError,
    Format,
    Problem,
    Renamed,
    spelt,
)
from slachtoffermonitor.delivery.headers import column_faults, columns_of


def _candidates(
    directory: Path, prefix: str, problems: list[Problem]
) -> list[tuple[str, Path, Format]]:
    """Return table, path and format of the files that belong to the delivery, by file name."""
    found: list[tuple[str, Path, Format]] = []
    for path in sorted(directory.iterdir(), key=lambda entry: entry.name):
        if not _is_utf8(path):
            problems.append(Problem(spelt(path.name), "the name is not UTF-8; rename the file."))
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


def open_delivery(
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
        return [], [Problem(spelt(where), "the path is not UTF-8; rename the directory.")]
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
            found = columns_of(path, kind, frozenset(names))
            columns = tuple((names.get(name, name), type_) for name, type_ in found)
            # Several things can be wrong with the columns; each is a sentence of its own.
            faults = [*column_faults(table, columns)]
        except FileError as problem:
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


def _located(path: Path, problem: FileError) -> Problem:
    line = f", line {problem.line}" if problem.line else ""
    return Problem(f"{path.name}{line}", problem.sentence)
