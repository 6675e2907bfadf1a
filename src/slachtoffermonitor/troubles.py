"""Turns what the system and DuckDB refuse into one sentence: what is wrong, where, what to do.

No sentence holds the text of an error: DuckDB's errors may quote a record.
"""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Final, Literal

Kind = Literal[
    "locked",
    "full",
    "spill full",
    "memory",
    "too many files",
    "not permitted",
    "missing",
    "newer",
    "damaged",
    "other",
]

_OF_THE_SYSTEM: Final[dict[int, Kind]] = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.ENOMEM: "memory",
    errno.EMFILE: "too many files",
    errno.ENFILE: "too many files",
    errno.EACCES: "not permitted",
    errno.EPERM: "not permitted",
    errno.EROFS: "not permitted",
    errno.ENOENT: "missing",
    errno.ENOTDIR: "missing",
}

# What DuckDB writes, in the order in which it is looked for: a file that is full or closed to us
# is also one that DuckDB cannot read.
_WORDS: Final[tuple[tuple[str, Kind], ...]] = (
    ("could not set lock on file", "locked"),
    ("conflicting lock", "locked"),
    ("being used by another process", "locked"),
    ("max_temp_directory_size", "spill full"),
    ("no space left", "full"),
    ("disk quota exceeded", "full"),
    ("file too large", "full"),
    ("out of memory", "memory"),
    ("cannot allocate memory", "memory"),
    ("bad_alloc", "memory"),
    ("too many open files", "too many files"),
    ("permission denied", "not permitted"),
    ("read-only file system", "not permitted"),
    ("operation not permitted", "not permitted"),
    ("read-only mode", "not permitted"),
    ("no such file or directory", "missing"),
    ("database does not exist", "missing"),
    ("was created with a newer version", "newer"),
    ("newer duckdb version", "newer"),
    ("not a valid duckdb database", "damaged"),
    ("corrupt", "damaged"),
    ("checksum", "damaged"),
    ("failed to deserialize", "damaged"),
    ("serialization error", "damaged"),
    ("could not read", "damaged"),
    ("could not read enough bytes", "damaged"),
    ("wal file", "damaged"),
)

_SENTENCES: Final[dict[Kind, str]] = {
    "locked": "{path} is open in another program; close it there and try again.",
    "full": "The disk with {path} is full; make room there, or choose another disk with {setting}.",
    "spill full": (
        "What does not fit in memory does not fit on the disk with {path} either; give more memory "
        "with SLACHTOFFERMONITOR_MEMORY, or name a folder with more room with "
        "SLACHTOFFERMONITOR_SPILL."
    ),
    "memory": (
        "The memory is used up at {path}; allow more with SLACHTOFFERMONITOR_MEMORY (such as 8GB), "
        "or end other programs."
    ),
    "too many files": (
        "The system lets this program open no more files (at {path}); raise the limit with "
        "`ulimit -n 1024` and try again."
    ),
    "not permitted": (
        "{path} may not be written or read by this user, or its disk is read-only; ask for the "
        "permission, or choose another place with {setting}."
    ),
    "missing": "{path} does not exist; make it, or correct {setting}.",
    "newer": (
        "{path} was written by a newer DuckDB than the one here; build it again with "
        "`slachtoffermonitor build`."
    ),
    "damaged": "{path} is damaged; build it again with `slachtoffermonitor build`.",
    "other": "{path} cannot be used: the system refuses without a reason that is known here.",
}


def kind_of(error: BaseException | str) -> Kind:
    """Return what kind of trouble an error of the system or of DuckDB is.

    Args:
        error: the error, or its text where nothing else is left of it.
    """
    number = getattr(error, "errno", None)
    if number in _OF_THE_SYSTEM:
        return _OF_THE_SYSTEM[number]
    if isinstance(error, MemoryError):
        return "memory"
    text = str(error).lower()
    return next((kind for words, kind in _WORDS if words in text), "other")


def sentence(
    error: BaseException | str, path: Path, setting: str = "SLACHTOFFERMONITOR_DATABASE"
) -> str:
    """Return one sentence about an error of the system or of DuckDB.

    Args:
        error: the error, or its text where nothing else is left of it.
        path: the file or folder that it is about.
        setting: what chooses another place for it.
    """
    kind = kind_of(error)
    reason = getattr(error, "strerror", None)
    if kind == "other" and reason:
        return f"{path} cannot be used ({str(reason).lower()}); correct {setting}."
    return _SENTENCES[kind].format(path=path, setting=setting)
