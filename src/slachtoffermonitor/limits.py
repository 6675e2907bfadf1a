"""How much memory DuckDB takes, and where it puts what does not fit: two settings from outside.

They are no `settings` of the profile: dbt-duckdb says those again before every statement, and
DuckDB stops when it is told of a folder after it has spilled to one.
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

_SIZE: Final = re.compile(r"[0-9]+(\.[0-9]+)? ?[KMGT]i?B", re.IGNORECASE)


def limit_statements() -> tuple[str, ...]:
    """Return the statements that set in DuckDB what the environment names.

    Raises:
        ProjectError: the memory is no size, or the folder cannot be one.
    """
    settings = {}
    if memory := os.environ.get(MEMORY_VARIABLE):
        if not _SIZE.fullmatch(memory):
            raise ProjectError(
                f"{MEMORY_VARIABLE} is '{memory}', which is no size; write a number and a unit, "
                "such as 8GB."
            )
        settings["memory_limit"] = memory
    if spill := os.environ.get(SPILL_VARIABLE):
        folder = Path(spill).expanduser().absolute()
        if folder.exists() and not folder.is_dir():
            raise ProjectError(f"{SPILL_VARIABLE} names {folder}, which is a file; name a folder.")
        settings["temp_directory"] = str(folder)
    return tuple(
        f"set {setting} = '" + value.replace("'", "''") + "'" for setting, value in settings.items()
    )
