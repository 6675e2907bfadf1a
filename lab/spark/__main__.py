"""The command `python -m lab.spark`: the warehouse on DuckDB and on Apache Spark, compared."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Annotated, Final

import typer

from lab.comparison import MARTS, TableComparison, lines
from lab.spark.comparison import EVERYTHING, compare
from slachtoffermonitor import build as builder
from slachtoffermonitor import project
from slachtoffermonitor.project import REGISTER_VAR, ProjectError
from slachtoffermonitor.screen import clear_errors
from slachtoffermonitor.spark_source import SOURCE_VARIABLE, write_source

WAREHOUSE_VARIABLE: Final = "SLACHTOFFERMONITOR_SPARK_WAREHOUSE"
ENVIRONMENT: Final = ".venv-spark"
WORKSHOP: Final = Path(".build", "spark")

app = typer.Typer(
    help="The warehouse on DuckDB and on Apache Spark, compared (docs/spark.md).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.command("compare")
def compare_warehouses(
    database: Annotated[
        Path | None, typer.Option(envvar=project.DATABASE_VARIABLE, help="The warehouse's file.")
    ] = None,
    warehouse: Annotated[
        Path, typer.Option(envvar=WAREHOUSE_VARIABLE, help="Spark's warehouse directory.")
    ] = WORKSHOP / "warehouse",
    everything: Annotated[
        bool, typer.Option("--everything", help="The layers below the marts too.")
    ] = False,
) -> None:
    """Compare every mart and audit table of both engines, cell by cell."""
    with clear_errors():
        found = compare(
            project.database_path(database), warehouse, EVERYTHING if everything else MARTS
        )
        _report(found)


@app.command()
def build(
    folder: Annotated[Path, typer.Option(help="Folder for all that is made.")] = WORKSHOP,
    register: Annotated[
        Path | None,
        typer.Option(
            "--register",
            envvar=project.REGISTER_VARIABLE,
            help="Directory with a delivery (docs/register.md); the synthetic register without.",
        ),
    ] = None,
    unit_tests: Annotated[
        bool, typer.Option(help="Also run the unit tests of the rules, on Spark.")
    ] = True,
) -> None:
    """Build the warehouse on both engines from one register, and compare them."""
    with clear_errors():
        root = project.project_root()
        dbt = root / ENVIRONMENT / "bin" / "dbt"
        if not dbt.is_file():
            raise ProjectError(
                f"There is no {ENVIRONMENT} in {root}, in which Spark runs: make it with "
                "`make spark-environment` (Java 17 or 21 must be on the path)."
            )
        delivery = project.delivery(register)
        folder = folder.absolute()
        write_source(delivery, root, folder / "source")
        typer.echo("== the warehouse on DuckDB")
        database = folder / project.DATABASE_NAME
        began = time.monotonic()
        result = builder.build(database, delivery, root, unit_tests=False)
        if not result.success:
            raise ProjectError(_stopped(result))
        typer.echo(f"built in {time.monotonic() - began:.0f} s")
        typer.echo("== the warehouse on Spark")
        shutil.rmtree(folder / "warehouse", ignore_errors=True)
        (folder / "warehouse").mkdir(parents=True)
        arguments = [str(dbt), "build", "--target", "spark", "--project-dir", str(root)]
        arguments += ["--profiles-dir", str(root), "--no-use-colors"]
        if not unit_tests:
            arguments += ["--exclude-resource-type", "unit_test"]
        if not delivery.is_shipped:
            arguments += ["--vars", json.dumps({REGISTER_VAR: str(delivery.directory)})]
        settings = {
            SOURCE_VARIABLE: str(folder / "source"),
            WAREHOUSE_VARIABLE: str(folder / "warehouse"),
            "DBT_TARGET_PATH": str(folder / "target"),
            "DBT_LOG_PATH": str(folder / "logs"),
        }
        began = time.monotonic()
        code = subprocess.run(  # noqa: S603
            arguments, check=False, env={**os.environ, **settings}
        ).returncode
        if code:
            raise ProjectError(
                f"The build on Spark stopped: dbt's message above names the node, "
                f"{folder / 'logs'} holds all it said; mend it and run the command again."
            )
        typer.echo(f"built in {time.monotonic() - began:.0f} s")
        typer.echo("== both, cell by cell")
        _report(compare(database, folder / "warehouse", EVERYTHING))


def _stopped(result: builder.BuildResult) -> str:
    """Say why the build on DuckDB stopped."""
    nodes = [f"{one.kind} {one.name}: {one.message}" for one in result.failures]
    reasons = [text for text in (result.message, *nodes) if text]
    return "\n".join(
        [
            "The build on DuckDB stopped, so that Spark's was not begun:",
            *(f"  {line}" for reason in reasons for line in reason.splitlines()),
            f"What was built until then is in {result.failed_database}.",
        ]
    )


def _report(found: list[TableComparison]) -> None:
    """Print a line per table and the sum, and end with 1 when anything differs."""
    for line in lines(found):
        typer.echo(line)
    if any(table.problem for table in found):
        raise typer.Exit(1)


if __name__ == "__main__":
    app(prog_name="python -m lab.spark")
