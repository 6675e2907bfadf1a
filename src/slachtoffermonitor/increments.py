"""What an increment goes by: the files of a delivery by their content, and the project by its own.

An increment adds the files of a delivery that the warehouse has not read yet, and rebuilds what
they change (`docs/adr/0023-increments.md`). It gives what a full build would give only if all that
decides on results is still the same: the files that were read, and the project. Both are compared
by their SHA-256, here; the macros in `macros/increments` keep them in the warehouse.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Final

from slachtoffermonitor import delivery
from slachtoffermonitor.delivery import delivered_paths
from slachtoffermonitor.project import ProjectError

INCREMENT_VARIABLE: Final = "SLACHTOFFERMONITOR_INCREMENT"
"""Asks for an increment.

`YES` does so; `slachtoffermonitor build`, which builds in two halves, says `BEGUN` to dbt in the
first and `CONTINUED` in the second. A bare `dbt build` refuses every other value.
"""
YES: Final = "yes"
BEGUN: Final = "begun"
CONTINUED: Final = "continued"

STATE_SCHEMA: Final = "state"
"""Schema of the warehouse that says from what it was built."""

DECIDES: Final = ("dbt_project.yml", "profiles.yml", "macros", "models", "seeds")
"""What decides on results, in the project's directory."""
DECIDING_SUFFIXES: Final = (".sql", ".yml", ".yaml", ".md", ".csv")
"""Of the files in these folders; what editors and systems leave there decides on nothing."""
REGISTRATIONS: Final = "registrations"
"""Folder of the seeds with the shipped register, which is data and no part of the project."""
PACKAGES: Final = ("dbt-core", "dbt-duckdb", "duckdb")


def is_asked_for() -> bool:
    """Whether the environment asks for an increment.

    Raises:
        ProjectError: it says something else than `YES`.
    """
    value = os.environ.get(INCREMENT_VARIABLE, "")
    if value not in ("", YES):
        raise ProjectError(
            f"{INCREMENT_VARIABLE} is '{value}': set it to '{YES}' to add files to the warehouse, "
            "or take it out to build in full."
        )
    return value == YES


@dataclass(frozen=True)
class FileContent:
    """A file of a delivery.

    Attributes:
        source_table: the table that it belongs to.
        source_file: its base name.
        byte_count: its size.
        sha256: of its content, in hexadecimal digits.
    """

    source_table: str
    source_file: str
    byte_count: int
    sha256: str


def delivered_files(directory: Path, prefix: str = "") -> list[FileContent]:
    """Return the files of a delivery with their content, by name.

    A file that has not changed since this process looked at it is not read again.

    Args:
        directory: the directory of the delivery.
        prefix: what stands before the table's name in the file names, as in `find_problems`.

    Raises:
        OSError: the directory or a file cannot be read.
    """
    found = []
    for table, path in delivered_paths(directory, prefix):
        stat = path.stat()
        digest = _digest(path, stat.st_size, stat.st_mtime_ns)
        found.append(FileContent(table, path.name, stat.st_size, digest))
    return found


@cache
def _digest(path: Path, size: int, changed_at: int) -> str:  # noqa: ARG001 - they make the key
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def delivery_fingerprint(directory: Path, prefix: str = "") -> str:
    """Return one SHA-256 for all files of a delivery, by name and content.

    Raises:
        OSError: the directory or a file cannot be read.
    """
    digest = hashlib.sha256()
    for file in delivered_files(directory, prefix):
        digest.update(f"{file.source_file}\0{file.sha256}\n".encode())
    return digest.hexdigest()


def project_fingerprint(root: Path) -> str:
    """Return one SHA-256 for all that decides on results beside the delivery.

    These are the models, macros, seeds and settings in the project's directory, the reader of
    deliveries, and the versions of dbt and DuckDB. A changed description counts too: it stands in
    the warehouse as a comment.

    Raises:
        OSError: a file cannot be read.
    """
    digest = hashlib.sha256()
    for package in PACKAGES:
        digest.update(f"{package} {version_of(package)}\n".encode())
    digest.update(Path(delivery.__file__).read_bytes())
    for name in DECIDES:
        start = root / name
        for path in sorted(start.rglob("*")) if start.is_dir() else [start]:
            relative = path.relative_to(root)
            if path.suffix in DECIDING_SUFFIXES and REGISTRATIONS not in relative.parts:
                digest.update(f"{relative.as_posix()}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def clone(source: Path, target: Path) -> None:
    """Copy a file; where the file system can, the two share their blocks until one is written.

    Raises:
        OSError: the file cannot be read, or the copy cannot be written.
    """
    try:
        import fcntl  # noqa: PLC0415 - not on every system

        with source.open("rb") as read, target.open("wb") as written:
            fcntl.ioctl(written.fileno(), _FICLONE, read.fileno())
    except (ImportError, OSError):
        shutil.copyfile(source, target)


_FICLONE: Final = 0x40049409
"""Linux's request to share the blocks of a file (`ioctl_ficlone`)."""
