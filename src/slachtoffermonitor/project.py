"""Where things are: the project's root, the warehouse, the delivery."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml  # type: ignore[import-untyped]

from slachtoffermonitor.delivery import SEED_PREFIX

DATABASE_VARIABLE: Final = "SLACHTOFFERMONITOR_DATABASE"
REGISTER_VARIABLE: Final = "SLACHTOFFERMONITOR_REGISTER"
PUBLISHED_VARIABLE: Final = "SLACHTOFFERMONITOR_PUBLISHED"
REGISTER_VAR: Final = "register_path"
"""The same setting as a variable of dbt, which goes before the environment there."""
PROJECT_FILE: Final = "dbt_project.yml"
DATABASE_NAME: Final = "slachtoffermonitor.duckdb"
WORKSHOP: Final = ".build"
"""Folder beside the warehouse in which the next one is built."""


class ProjectError(Exception):
    """The project or the warehouse is not where it should be; the message is meant for people."""


@dataclass(frozen=True)
class Delivery:
    """What is built from: a registry's own delivery, or the shipped, synthetic register."""

    directory: Path
    is_shipped: bool

    @property
    def prefix(self) -> str:
        """What stands before the table's name in the file names."""
        return SEED_PREFIX if self.is_shipped else ""


def require_home() -> None:
    """Give the libraries a home where the user has none, as a bare number in a container.

    Some look for settings of the user below it as they are imported, and fail without. They find
    none in this package.
    """
    try:
        Path.home()
    except RuntimeError:
        os.environ["HOME"] = str(Path(__file__).resolve().parent)


def find_project() -> Path | None:
    """Return the directory of `dbt_project.yml`: the working one, one above it, or our own."""
    here = Path.cwd()
    for directory in (here, *here.parents, Path(__file__).resolve().parents[2]):
        project = directory / PROJECT_FILE
        if project.is_file() and "name: slachtoffermonitor" in project.read_text(encoding="utf-8"):
            return directory
    return None


def project_root() -> Path:
    """Return the directory of the project, as :func:`find_project` does.

    Raises:
        ProjectError: there is none.
    """
    if (found := find_project()) is not None:
        return found
    raise ProjectError(
        f"There is no {PROJECT_FILE} of slachtoffermonitor here; go to the project's directory."
    )


def database_path(given: Path | None = None) -> Path:
    """Return the absolute path of the warehouse: as given, by the environment, or the default.

    A link is followed, so that what it points to is replaced and not the link.

    Raises:
        ProjectError: links lead in a circle.
    """
    if given is None and (named := os.environ.get(DATABASE_VARIABLE)):
        given = Path(named)
    path = (given or project_root() / DATABASE_NAME).expanduser()
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        raise ProjectError(
            f"The links at {path} lead in a circle; choose another place with {DATABASE_VARIABLE}."
        ) from None


def workshop_path(database: Path) -> Path:
    """Return where the next warehouse is built.

    It has the same file name, because DuckDB names the catalogue after the file and views repeat
    that name; and it is on the same file system, so that it can take the place of the real one in
    one step.
    """
    return database.parent / WORKSHOP / database.name


def delivery(given: Path | None = None) -> Delivery:
    """Return what is built from: as given, by a setting, or the shipped register."""
    named = os.environ.get(REGISTER_VARIABLE) or project_setting(REGISTER_VAR)
    if given is None and named:
        given = Path(named)
    if given is not None:
        return Delivery(given.expanduser().absolute(), is_shipped=False)
    return Delivery(project_root() / "seeds" / "registrations", is_shipped=True)


def project_setting(name: str) -> str:
    """Return a setting under `vars` in `dbt_project.yml`; empty where it is not set."""
    project = find_project()
    if project is None:
        return ""
    settings = yaml.safe_load((project / PROJECT_FILE).read_text(encoding="utf-8")).get("vars")
    return str((settings or {}).get(name) or "")
