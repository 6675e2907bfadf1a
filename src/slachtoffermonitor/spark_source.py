"""Writes as Parquet what the warehouse on Spark reads: the seeds, and a delivery.

    python -m slachtoffermonitor.spark_source [--register DELIVERY] [--out FOLDER]

dbt would insert a seed into Spark row by row, and Spark reads CSV by rules of its own. So DuckDB
reads the files once, as it does when it builds, and writes them typed:

- `seeds/<name>/` for every seed, with the types that the seed's `column_types` give;
- `register/<table>/` for a delivery of one's own (`docs/register.md`), every column text, with the
  name of the file that each record came from. The shipped register is among the seeds.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final

import duckdb
import typer
import yaml  # type: ignore[import-untyped]

from slachtoffermonitor import project
from slachtoffermonitor.delivery import (
    SEED_PREFIX,
    TABLES,
    DeliveryError,
    relation_sql,
    require_readable,
)
from slachtoffermonitor.project import Delivery, ProjectError

SOURCE_VARIABLE: Final = "SLACHTOFFERMONITOR_SPARK_SOURCE"
SEEDS_FOLDER: Final = "seeds"
REGISTER_FOLDER: Final = "register"

FILE_BYTES: Final = 128 * 2**20
"""A file of a table is closed at about this size, so that many executors can read a large one."""

ROW_GROUP_ROWS: Final = 1_000_000
MEMORY: Final = "2GB"


@dataclass(frozen=True)
class Seed:
    """A seed of the project: its file, and the type of each column in the order of the file."""

    name: str
    file: Path
    columns: tuple[tuple[str, str], ...]


def write_source(delivery: Delivery, root: Path, target: Path) -> dict[str, int]:
    """Write the seeds, and the delivery where it is not the shipped register.

    Args:
        delivery: what the warehouse is built from; it is checked first.
        root: directory of `dbt_project.yml`.
        target: folder for the Parquet files; folders of an earlier run in it are replaced.

    Returns:
        Rows per table, by the name of its folder below `target`.

    Raises:
        DeliveryError: the delivery cannot be read.
        ProjectError: a seed has a column without a type, or the folder cannot be written.
    """
    require_readable(delivery.directory, delivery.prefix)
    rows: dict[str, int] = {}
    try:
        for folder in (SEEDS_FOLDER, REGISTER_FOLDER):
            shutil.rmtree(target / folder, ignore_errors=True)
        with closing(duckdb.connect(config={"memory_limit": MEMORY})) as connection:
            connection.execute("set enable_progress_bar = false")
            for seed in read_seeds(root):
                if delivery.is_shipped or not seed.name.startswith(SEED_PREFIX):
                    name = f"{SEEDS_FOLDER}/{seed.name}"
                    rows[name] = _write(connection, _load(connection, seed), target / name)
            if not delivery.is_shipped:
                for table in TABLES:
                    name = f"{REGISTER_FOLDER}/{table}"
                    relation = relation_sql(delivery.directory, table)
                    rows[name] = _write(connection, f"(from {relation})", target / name)
    except (OSError, duckdb.IOException) as error:
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise ProjectError(
            f"The seeds and the delivery cannot be copied to {target} ({reason}): see that there "
            "is room, that it may be written, and that no file is in use."
        ) from None
    return rows


def read_seeds(root: Path) -> Iterator[Seed]:
    """Read which seeds the project has, by name, and the types of their columns.

    Raises:
        ProjectError: a seed is not described, or has a column without a type.
    """
    types: dict[str, dict[str, str]] = {}
    for file in sorted((root / "seeds").rglob("*.yml")):
        described: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        for seed in described.get("seeds") or []:
            types[seed["name"]] = seed.get("config", {}).get("column_types", {})
    for file in sorted((root / "seeds").rglob("*.csv"), key=lambda path: path.stem):
        with file.open(encoding="utf-8-sig", newline="") as stream:
            names = stream.readline().strip().split(",")
        untyped = [name for name in names if name not in types.get(file.stem, {})]
        if untyped:
            raise ProjectError(
                f"The seed {file.stem} has no type for {', '.join(untyped)}; give it under "
                "column_types."
            )
        yield Seed(file.stem, file, tuple((name, types[file.stem][name]) for name in names))


def _load(connection: duckdb.DuckDBPyConnection, seed: Seed) -> str:
    """Load a seed as dbt-duckdb does, and return the name of its table."""
    columns = ", ".join(f'"{name}" {kind}' for name, kind in seed.columns)
    connection.execute(f'create or replace temporary table "{seed.name}" ({columns})')
    connection.execute(
        f"copy \"{seed.name}\" from {_literal(seed.file)} (format csv, header true, delimiter ',')"
    )
    return f'"{seed.name}"'


def _write(connection: duckdb.DuckDBPyConnection, relation: str, folder: Path) -> int:
    """Write a relation into a folder of its own and return its number of rows."""
    folder.mkdir(parents=True)
    written = connection.execute(
        f"copy {relation} to {_literal(folder)} (format parquet, compression zstd, "
        f"row_group_size {ROW_GROUP_ROWS}, file_size_bytes {FILE_BYTES})"
    ).fetchone()
    return int(written[0]) if written else 0


def _literal(path: Path) -> str:
    return "'" + path.absolute().as_posix().replace("'", "''") + "'"


def main(
    register: Annotated[
        Path | None,
        typer.Option(
            envvar=project.REGISTER_VARIABLE,
            help="Directory with a delivery (docs/register.md); the synthetic register without.",
        ),
    ] = None,
    out: Annotated[
        Path, typer.Option(envvar=SOURCE_VARIABLE, help="Folder for the Parquet files.")
    ] = Path(".build", "spark", "source"),
) -> None:
    """Write as Parquet what Spark reads: the seeds, and a delivery (docs/spark.md)."""
    began = time.monotonic()
    try:
        rows = write_source(project.delivery(register), project.project_root(), out)
    except (DeliveryError, ProjectError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    typer.echo(
        f"{len(rows)} tables with {sum(rows.values()):,} rows in {out}, "
        f"in {time.monotonic() - began:.1f} s"
    )


if __name__ == "__main__":
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    app.command()(main)
    app(prog_name="python -m slachtoffermonitor.spark_source")
