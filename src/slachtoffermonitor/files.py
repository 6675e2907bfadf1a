"""Where files are written: closed to others, and whole or not at all.

What a build makes holds persons: new files are for their owner alone (0600) and so are new folders
(0700). What is meant for others gets the mode that a setting says.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from slachtoffermonitor.project import DATABASE_VARIABLE, ProjectError
from slachtoffermonitor.troubles import sentence

PUBLISHED_MODE_VARIABLE: Final = "SLACHTOFFERMONITOR_PUBLISHED_MODE"
"""Mode of the files that are published, in octal digits; 0644 without it."""

PRIVATE_FOLDER: Final = 0o700
_OTHERS: Final = 0o077

_RESERVED: Final = frozenset(
    {"system", "temp", "main", "memory", "information_schema", "pg_catalog"}
    | {"raw", "reference", "staging", "intermediate", "marts", "audit", "failures"}
)
"""Names that DuckDB or a schema of the warehouse has already: a file of that name is ambiguous."""

_DATABASE_MAGIC: Final = b"DUCK"


def digest(file: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def closed_to_others() -> Iterator[None]:
    """Let everything that this process and its children make be for its owner alone."""
    before = os.umask(_OTHERS)
    try:
        yield
    finally:
        os.umask(before)


@contextmanager
def alone_in(
    folder: Path, lock: str, work: str, setting: str = DATABASE_VARIABLE
) -> Iterator[None]:
    """Make a folder and keep others that do the same out of it; the system ends that with us.

    Args:
        folder: where the work is done.
        lock: name of the file that says so.
        work: what it is, such as `build`.
        setting: what chooses another folder.

    Raises:
        ProjectError: another one is at work there, or the folder cannot be written.
    """
    held = FileLock(folder / lock, timeout=0)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held.acquire()
    except Timeout:
        raise ProjectError(f"Another {work} is at work in {folder}; wait for it to end.") from None
    except OSError as error:
        raise ProjectError(sentence(error, folder, setting)) from None
    try:
        yield
    finally:
        held.release()


def published_mode() -> int:
    """Return the mode of files that are published.

    Raises:
        ProjectError: the setting is no mode.
    """
    text = os.environ.get(PUBLISHED_MODE_VARIABLE) or "0644"
    if not re.fullmatch("0?[0-7]{3}", text):
        raise ProjectError(
            f"{PUBLISHED_MODE_VARIABLE} is '{text}', which is no mode; write three octal digits, "
            "such as 0640."
        )
    return int(text, 8)


def publish_modes(paths: Iterable[Path]) -> None:
    """Give files and folders the mode of what is published; who may read may enter.

    Raises:
        OSError: the system refuses.
        ProjectError: the setting is no mode.
    """
    mode = published_mode()
    for path in paths:
        path.chmod(mode | (mode & 0o444) >> 2 if path.is_dir() else mode)


def require_place(database: Path) -> None:
    """Check, before anything is built, that a warehouse can stand at a path.

    Args:
        database: the warehouse, an absolute path without links.

    Raises:
        ProjectError: its name or what stands there makes that impossible.
    """
    try:
        str(database).encode("utf-8")
    except UnicodeEncodeError:
        shown = os.fsencode(database).decode("utf-8", "replace")
        raise ProjectError(
            f"The path {shown} is not UTF-8, which DuckDB cannot open; choose another with "
            f"{DATABASE_VARIABLE}."
        ) from None
    if unfit := sorted({character for character in str(database) if character in "?#"}):
        raise ProjectError(
            f"The path {database} holds {' and '.join(unfit)}, behind which dbt reads no further; "
            f"choose another with {DATABASE_VARIABLE}."
        )
    if unfit := sorted(set(database.name) - _plain(database.name)):
        raise ProjectError(
            f"The warehouse's file name {database.name!r} holds {' '.join(map(repr, unfit))}, "
            "which DuckDB does not take for a part of a name; choose another with "
            f"{DATABASE_VARIABLE}."
        )
    if database.stem.lower() in _RESERVED:
        raise ProjectError(
            f"A warehouse cannot be called {database.name}: DuckDB names the database after the "
            f"file, and '{database.stem.lower()}' is the name of something else in it; choose "
            f"another with {DATABASE_VARIABLE}."
        )
    try:
        if database.is_dir():
            raise ProjectError(
                f"{database} is a folder; name a file in it with {DATABASE_VARIABLE}."
            )
        if database.exists() and database.suffix != ".duckdb" and not is_database(database):
            raise ProjectError(
                f"{database} is no warehouse and would be lost; choose another place with "
                f"{DATABASE_VARIABLE}."
            )
    except OSError as error:
        raise ProjectError(sentence(error, database)) from None


def _plain(name: str) -> set[str]:
    """Return the characters of a name that mean nothing to DuckDB: letters, digits, some marks."""
    return {character for character in name if character.isalnum() or character in "._- ()+,="}


def is_database(file: Path) -> bool:
    """Say whether a file begins as a database of DuckDB does; it may be damaged further on."""
    with file.open("rb") as stream:
        return stream.read(12)[8:] == _DATABASE_MAGIC


def take_place(new: Path, target: Path) -> None:
    """Let a finished file take the place of another in one step, with the mode of that one.

    A program that was killed may have left its log of changes beside the old one; DuckDB would take
    it for one of the new.

    Raises:
        OSError: the system refuses; both files stand where they were.
    """
    if target.exists():
        old = target.stat()
        shutil.copymode(target, new)
        with suppress(PermissionError):
            os.chown(new, old.st_uid, old.st_gid)
    target.with_name(f"{target.name}.wal").unlink(missing_ok=True)
    new.replace(target)


def folder_takes_place(new: Path, target: Path) -> None:
    """Let a finished folder take the place of another, which goes when the new one stands there.

    Raises:
        OSError: the system refuses; the earlier folder stands where it was, or beside it.
    """
    old = target.with_name(f".{target.name}.old")
    remove(old)
    if target.exists():
        target.replace(old)
    try:
        new.replace(target)
    except OSError:
        if old.exists():
            old.replace(target)
        raise
    remove(old)


def remove(path: Path) -> None:
    """Remove a file or a folder with all that is in it; it may be gone already.

    Raises:
        OSError: the system refuses.
    """
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
