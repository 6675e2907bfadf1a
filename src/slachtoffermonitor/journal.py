"""A journal: a file of JSON lines to which lines are added and in which none is changed."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from slachtoffermonitor.files import closed_to_others
from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.troubles import sentence


def append(file: Path, values: Mapping[str, Any]) -> None:
    """Add a line, which stands on the disk when this returns.

    A new file is for its owner alone. What was written of a last line when the power or the disk
    failed is taken out first; a whole entry without a line end is kept.

    Raises:
        ProjectError: the file cannot be written.
    """
    try:
        with closed_to_others():
            _drop_torn_line(file)
            with file.open("a", encoding="utf-8", newline="\n") as stream:
                stream.write(json.dumps(values, sort_keys=True) + "\n")
                stream.flush()
                os.fsync(stream.fileno())
    except OSError as error:
        raise ProjectError(sentence(error, file)) from None


def read(file: Path) -> list[dict[str, Any]]:
    """Return the lines, the first first; none where there is no file.

    A last line that was not written to its end is passed over.

    Raises:
        ProjectError: the file cannot be read, or a line is no entry.
    """
    try:
        content = file.read_bytes() if file.is_file() else b""
    except OSError as error:
        raise ProjectError(sentence(error, file)) from None
    lines = content.decode("utf-8", "replace").splitlines()
    if lines and not content.endswith(b"\n") and not _is_entry(lines[-1]):
        lines.pop()
    for number, line in enumerate(lines, start=1):
        if not _is_entry(line):
            raise no_entry(file, number)
    return [json.loads(line) for line in lines]


def no_entry(file: Path, number: int) -> ProjectError:
    """Return the error that a line is no entry of its journal."""
    return ProjectError(f"{file}, line {number}: this is no entry; take the line out.")


def _drop_torn_line(file: Path) -> None:
    if not file.is_file():
        return
    content = file.read_bytes()
    _, _, last = content.rpartition(b"\n")
    if not last:
        return
    kept = content + b"\n" if _is_entry(last) else content[: len(content) - len(last)]
    new = file.with_name(f"{file.name}.new")
    new.write_bytes(kept)
    shutil.copymode(file, new)
    new.replace(file)


def _is_entry(text: str | bytes) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False
