"""The command `python -m lab.dbt_v2`: the warehouse by dbt's next engine, compared.

Both engines build from nothing with all tests, each into a file of its own, and every table and
view of marts and audit is compared (docs/dbt-v2.md).
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import typer

from lab.comparison import (
    MARTS,
    TableComparison,
    compare_relations,
    lines,
    not_built,
    require_all_exhibits,
)
from slachtoffermonitor.project import (
    DATABASE_NAME,
    DATABASE_VARIABLE,
    ProjectError,
    project_root,
)
from slachtoffermonitor.warehouse import open_warehouse

ENVIRONMENT: Final = ".venv-dbt-v2"
LIBRARY: Final = Path("node_modules", "@duckdb", "node-bindings-linux-x64")
"""Folder of `libduckdb.so` in the environment."""
WORKSHOP: Final = Path(".build", "dbt-v2")
PLACE: Final = "dbt 2"


@dataclass(frozen=True)
class Engine:
    """A program that builds the project.

    Attributes:
        name: for people.
        program: its path.
        library: folder in which it looks for DuckDB's library; its own without.
    """

    name: str
    program: Path
    library: Path | None = None


def require(engine: Engine) -> None:
    """Ask for an engine.

    Raises:
        ProjectError: it is not set up.
    """
    if not engine.program.is_file() or (engine.library and not engine.library.is_dir()):
        raise ProjectError(f"{engine.name} is not set up: `make dbt-v2` does that.")


def build(engine: Engine, folder: Path, root: Path) -> Path:
    """Build the warehouse from nothing with all tests, and say what it took.

    Args:
        engine: that builds.
        folder: is made anew; the warehouse, the log and dbt's own files go there.
        root: directory of `dbt_project.yml`.

    Returns:
        The warehouse.

    Raises:
        ProjectError: the engine is missing, or it stopped.
    """
    require(engine)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    # Both have the same name: DuckDB names the catalogue after the file.
    database = folder / DATABASE_NAME
    environment = os.environ | {
        DATABASE_VARIABLE: str(database),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
    }
    if engine.library:
        environment["LD_LIBRARY_PATH"] = str(engine.library)
    began, before = time.monotonic(), _processor_seconds()
    with (folder / "output.txt").open("w", encoding="utf-8") as output:
        done = subprocess.run(  # noqa: S603 - a program of the environment
            [str(engine.program), "build"],
            cwd=root,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode != 0:
        raise ProjectError(f"{engine.name} stopped; {folder / 'output.txt'} says why.")
    typer.echo(
        f"{engine.name}: {time.monotonic() - began:.0f} s, "
        f"{_processor_seconds() - before:.0f} s of processor time"
    )
    return database


def _processor_seconds() -> float:
    """Return what all programs that have been started and have ended took, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def compare(database: Path, other: Path, schemas: Iterable[str] = MARTS) -> list[TableComparison]:
    """Compare every table and view of some schemas.

    Args:
        database: the warehouse of dbt-core.
        other: that of dbt 2.
        schemas: which schemas.

    Returns:
        One comparison per table or view of the first, by schema and name.

    Raises:
        ProjectError: the first is no warehouse, or it does not hold all exhibits.
    """
    found = []
    with open_warehouse(database) as connection:
        connection.execute("set enable_progress_bar = false")
        quoted = str(other).replace("'", "''")
        connection.execute(f"attach '{quoted}' as other (read_only)")
        names = "select table_name from information_schema.tables where table_schema = ? and "
        for schema in schemas:
            here, there = (
                [
                    str(row[0])
                    for row in connection.execute(
                        f"{names} table_catalog = {catalog} order by all", [schema]
                    ).fetchall()
                ]
                for catalog in ("current_database()", "'other'")
            )
            if schema == "marts":
                require_all_exhibits(database, here)
            for table in here:
                name = f"{schema}.{table}"
                if table in there:
                    right = f"other.{name}"
                    found.append(compare_relations(connection, name, name, right, PLACE))
                else:
                    found.append(not_built(connection, name, name, PLACE))
    return found


def main() -> int:
    """Build with both, compare, and return 1 when anything differs or fails."""
    try:
        root = project_root()
        environment = root / ENVIRONMENT
        core = Engine("dbt-core", Path(sys.executable).with_name("dbt"))
        next_one = Engine(PLACE, environment / "bin" / "dbt", environment / LIBRARY)
        require(next_one)  # before some minutes go into the other
        database = build(core, root / WORKSHOP / "core", root)
        other = build(next_one, root / WORKSHOP / "next", root)
        found = compare(database, other)
    except ProjectError as error:
        typer.echo(str(error), err=True)
        return 1
    typer.echo("\n".join(lines(found)))
    differs = any(table.problem for table in found)
    typer.echo("The two are not the same." if differs else "The two are the same, cell by cell.")
    return int(differs)


if __name__ == "__main__":
    sys.exit(main())
