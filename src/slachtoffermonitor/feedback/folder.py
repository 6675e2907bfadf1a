"""Where the files for reporters stand: beside the warehouse, where `kept` and `erase` find them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from slachtoffermonitor.project import workshop_path

SUFFIX: Final = ".feedback"
NEW: Final = ".new"
LOCK: Final = ".lock"


def folder_of(database: Path) -> Path:
    """Return the folder with the files for the reporters of a warehouse."""
    return database.with_name(database.name + SUFFIX)


def places(database: Path) -> list[Path]:
    """Return all folders for such files: of the warehouse, and of a build that stopped."""
    folders = [folder_of(database), folder_of(workshop_path(database))]
    return folders + [folder.with_name(folder.name + NEW) for folder in folders]
