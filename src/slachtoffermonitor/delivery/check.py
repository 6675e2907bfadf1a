"""Judges a delivery as a whole, before anything is built."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from slachtoffermonitor.delivery.contents import claims_too_many, scan_or_say_why
from slachtoffermonitor.delivery.contract import DeliveryError, Problem, Renamed
from slachtoffermonitor.delivery.files import open_delivery


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
    files, problems = open_delivery(directory, prefix, renamed)
    if claims := claims_too_many(directory, files):
        return _Judgement((claims,), {})
    records = {}
    # A small file keeps DuckDB's threads waiting, so that several are read at the same time.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for number, (file, (count, found)) in enumerate(
            zip(files, pool.map(scan_or_say_why, files), strict=True), start=1
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
