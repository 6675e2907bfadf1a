"""How much memory DuckDB takes, and where it puts what does not fit: two settings from outside.

A bare `dbt build` reads them in `profiles.yml`.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

from slachtoffermonitor.project import ProjectError

MEMORY_VARIABLE: Final = "SLACHTOFFERMONITOR_MEMORY"
"""At most so much memory, such as `8GB`; without it four fifths of the machine's."""
SPILL_VARIABLE: Final = "SLACHTOFFERMONITOR_SPILL"
"""Folder for what does not fit in memory; without it a folder beside the warehouse."""

_SETTINGS: Final = {MEMORY_VARIABLE: "memory_limit", SPILL_VARIABLE: "temp_directory"}
_SIZE: Final = re.compile(r"[0-9]+(\.[0-9]+)? ?[KMGT]i?B", re.IGNORECASE)


def limits() -> dict[str, str]:
    """Return what the environment says of the two variables, the folder as an absolute path.

    Raises:
        ProjectError: the memory is no size, or the folder cannot be one.
    """
    named = {}
    if memory := os.environ.get(MEMORY_VARIABLE):
        if not _SIZE.fullmatch(memory):
            raise ProjectError(
                f"{MEMORY_VARIABLE} is '{memory}', which is no size; write a number and a unit, "
                "such as 8GB."
            )
        named[MEMORY_VARIABLE] = memory
    if spill := os.environ.get(SPILL_VARIABLE):
        folder = Path(spill).expanduser().absolute()
        if folder.exists() and not folder.is_dir():
            raise ProjectError(f"{SPILL_VARIABLE} names {folder}, which is a file; name a folder.")
        named[SPILL_VARIABLE] = str(folder)
    return named


def limit_statements() -> tuple[str, ...]:
    """Return the statements that set in DuckDB what the environment names.

    Raises:
        ProjectError: as :func:`limits`.
    """
    return tuple(
        f"set {_SETTINGS[variable]} = '" + value.replace("'", "''") + "'"
        for variable, value in limits().items()
    )
