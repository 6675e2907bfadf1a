"""Measures the warehouse beside what people would use instead, on registers of several sizes.

    python -m lab.benchmarks.compare [--sizes 10000 100000] [--runs 3] [--results DIRECTORY]

For every size a register is made once (`python -m lab.scale`). Then every engine
makes the published cells from it, in a fresh process of its own, one after the other; that is
repeated, so that a disturbance of the machine meets all of them. The cells are compared with the
true ones of the register. Nothing else should run on the machine.

Results go to runs.csv, nodes.csv and machine.json. What the folder holds of other sizes and engines
stays, as long as it comes from the same machine and versions. They are not kept in the repository:
`lab.benchmarks.report` makes the tables of a page from them.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Final

import duckdb
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from lab.benchmarks import warehouse
from lab.benchmarks.engines import ENGINES, Engine
from lab.benchmarks.processes import ROOT, measure
from lab.benchmarks.results import Line, NodeRun, Results, Run, limit_bytes, lines

DEFAULT_RESULTS: Final = ROOT / ".build" / "benchmark"
CELL_COLUMNS: Final = (
    "edition_code, exhibit_code, column_kind, column_code, row_kind, row_code, measure, value, "
    "base, pct"
)
TABLE_WIDTH: Final = 130
"""Columns of the terminal that the table needs, at least."""

MEASURED: Final = "measured"
"""Key of the days and commits of the measurements; all else that is kept with it is the machine."""

PACKAGES: Final = ("duckdb", "dbt-core", "dbt-duckdb", "polars", "pandas", "pyarrow")


def machine() -> dict[str, str]:
    """Return what the figures depend on, without the name of the machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    versions = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            versions[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return {
        "processors": str(len(os.sched_getaffinity(0))),
        "memory": f"{memory / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.machine()}",
        **versions,
    }


def wrong_cells(cells: str, true_cells: Path) -> int | None:
    """Return how many cells are not the true ones, missing ones included.

    Args:
        cells: a Parquet file, or a DuckDB database that a warehouse was built in.
        true_cells: the cells that a scale register comes with.

    Returns:
        None when there are no cells.
    """
    with duckdb.connect() as connection:
        try:
            if cells.endswith(".duckdb"):
                connection.execute(f"attach '{cells}' as built (read_only)")
                relation = "built.marts.published_cells"
            else:
                relation = f"read_parquet('{cells}')"
            row = connection.execute(
                f"with made as (select {CELL_COLUMNS} from {relation}), "
                f"true_ones as (select {CELL_COLUMNS} from read_parquet(?)) "
                "select (select count(*) from (from made except all from true_ones)) "
                "+ (select count(*) from (from true_ones except all from made))",
                [str(true_cells)],
            ).fetchone()
        except (duckdb.CatalogException, duckdb.IOException):
            return None
    return int(row[0]) if row else None


def make_register(size: int, skew: int, folder: Path) -> Path:
    """Make a register in a process of its own, or take the one that is there.

    Raises:
        SystemExit: it could not be made.
    """
    made = folder / (f"{size}-skew-{skew}" if skew else str(size))
    if not made.exists():
        command = [sys.executable, "-m", "lab.scale", "--notifications", str(size)]
        command += ["--seed", "1", "--out", str(made)]
        command += ["--skew", str(skew)] if skew else []
        done = subprocess.run(  # noqa: S603 - the command stands above
            command, cwd=ROOT, check=False, capture_output=True, text=True
        )
        if done.returncode:
            raise SystemExit(done.stderr or done.stdout)
    return made


def described(made: Path, size: int, skew: int, memory: str) -> Run:
    """Return a run of no engine yet, with what is the same for all."""
    files = sorted((made / "register").iterdir())
    with duckdb.connect() as connection:
        row = connection.execute(
            "select sum(num_rows)::bigint from parquet_file_metadata(?)",
            [[str(file) for file in files]],
        ).fetchone()
    return Run(
        notifications=size,
        skew=skew,
        records=int(row[0]) if row else 0,
        parquet=sum(file.stat().st_size for file in files),
        engine="",
        memory=memory,
        run=0,
    )


def run_engine(
    engine: Engine, made: Path, empty: Run, options: argparse.Namespace
) -> tuple[Run, list[NodeRun]]:
    """Run an engine once, in a directory that is gone afterwards."""
    if empty.notifications > engine.most:
        return replace(empty, engine=engine.name, run=0, note=engine.reason), []
    with tempfile.TemporaryDirectory(dir=options.folder) as directory:
        workshop = Path(directory)
        spill = workshop / "spill"
        if not engine.module:
            return _build(engine, made, empty, workshop, options)
        out = workshop / "cells.parquet"
        command = [*engine.command, "--register", str(made / "register")]
        command += ["--seeds", str(ROOT / "seeds"), "--out", str(out)]
        command += ["--memory", options.memory, "--spill", str(spill)]
        usage = measure(command, workshop, options.seconds, {})
        wrong = wrong_cells(str(out), made / "published_cells.parquet") if out.exists() else None
        note = usage.failure
        if engine.has_cells and not note and wrong is None:
            note = "no cells"
        return (
            replace(
                empty,
                engine=engine.name,
                wall=usage.wall,
                cpu=usage.cpu,
                peak=usage.peak,
                disk=out.stat().st_size if out.exists() else 0,
                wrong=wrong,
                note=note,
            ),
            [],
        )


def _build(
    engine: Engine, made: Path, empty: Run, workshop: Path, options: argparse.Namespace
) -> tuple[Run, list[NodeRun]]:
    arguments = [*engine.select]
    if options.exclude:
        arguments += ["--exclude", *options.exclude]
    built = warehouse.build(made / "register", workshop, options.memory, options.seconds, arguments)
    run = replace(
        empty,
        engine=engine.name,
        wall=built.usage.wall,
        cpu=built.usage.cpu,
        peak=built.usage.peak,
        disk=built.database.stat().st_size if built.database.exists() else 0,
        work=sum(node.seconds for node in built.nodes),
        wrong=wrong_cells(str(built.database), made / "published_cells.parquet"),
        note=built.failure,
    )
    return run, [
        NodeRun(
            empty.notifications,
            empty.skew,
            empty.memory,
            empty.run,
            engine.name,
            node.name,
            node.layer,
            node.is_for_cells,
            node.seconds,
        )
        for node in built.nodes
    ]


def on_this_machine(before: Results, folder: Path) -> Results:
    """Return results to which this machine may add its own.

    Args:
        before: what is kept of the results in the folder.
        folder: where they are.

    Raises:
        SystemExit: they are those of another machine, or of other versions.
    """
    here = machine()
    other = [name for name, value in before.machine.items() if name in here and here[name] != value]
    if before.runs and other:
        raise SystemExit(
            f"{folder} holds results of another machine or of other versions "
            f"({', '.join(other)}); name another folder with --results, or delete it."
        )
    return Results(
        before.machine | here | {MEASURED: measured(before.machine)}, before.runs, before.nodes
    )


def measured(before: dict[str, str]) -> str:
    """Return on which days and at which commits was measured, this one included."""
    ask = ["git", "describe", "--always", "--dirty=, changed", "--exclude=*"]
    done = subprocess.run(  # noqa: S603 - the command stands above
        ask, cwd=ROOT, check=False, capture_output=True, text=True
    )
    now = f"{datetime.now(UTC):%Y-%m-%d} at {done.stdout.strip() or 'an unknown commit'}"
    earlier = before.get(MEASURED, "").split("; ")
    return "; ".join(dict.fromkeys([*filter(None, earlier), now]))


def compare(options: argparse.Namespace, console: Console) -> Results:
    """Measure all engines at all sizes; results are saved after every run."""
    chosen = [ENGINES[name] for name in options.engines]
    before = Results.load(options.results).without(
        options.sizes, options.skew, options.engines, options.memory
    )
    results = on_this_machine(before, options.results)
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
    ) as progress:
        task = progress.add_task("", total=len(options.sizes) * options.runs * len(chosen))
        for size in options.sizes:
            progress.update(task, description=f"{size:,}: making the register")
            made = make_register(size, options.skew, options.folder)
            empty = described(made, size, options.skew, options.memory)
            stopped: set[str] = set()
            for number in range(1, options.runs + 1):
                for engine in chosen:
                    progress.update(task, description=f"{size:,}, run {number}: {engine.label}")
                    if engine.name not in stopped:
                        run, nodes = run_engine(engine, made, replace(empty, run=number), options)
                        results.runs.append(run)
                        results.nodes.extend(nodes)
                        results.save(options.results)
                        if run.note:
                            # What fails or is left out once is not tried again.
                            stopped.add(engine.name)
                        progress.console.print(told(run), soft_wrap=True)
                    progress.advance(task)
    return results


def told(run: Run) -> str:
    """Return one line about a run."""
    if run.wall is None or run.note:
        return f"{run.notifications:>12,}  {ENGINES[run.engine].label:28} {run.note}"
    return (
        f"{run.notifications:>12,}  {ENGINES[run.engine].label:28} {run.wall:8.1f} s"
        f"  {(run.peak or 0) / 1e9:5.2f} GB"
        + ("" if run.wrong is None else f"  {run.wrong} cells differ")
    )


def table(found: Sequence[Line]) -> Table:
    """Return the lines as a table for the terminal."""
    shown = Table("notifications", "engine")
    for heading in ("runs", "wall", "cpu", "memory", "records/s", "disk", "growth", "wrong cells"):
        shown.add_column(heading, justify="right")
    for line in found:
        label = ENGINES[line.engine].label
        if line.wall is None:
            shown.add_row(f"{line.notifications:,}", f"{label}: {line.note}")
            continue
        shown.add_row(
            f"{line.notifications:,}",
            label,
            str(line.runs),
            f"{line.wall:.1f} s",
            f"{line.cpu or 0:.1f} s",
            f"{(line.peak or 0) / 1e9:.2f} GB",
            f"{line.records_per_second or 0:,.0f}",
            f"{(line.disk or 0) / 1e6:.1f} MB",
            "" if line.growth is None else f"{line.growth:.2f}",
            "" if line.wrong is None else str(line.wrong),
        )
    return shown


def limit(text: str) -> str:
    """Return a limit of memory as it was written.

    Raises:
        argparse.ArgumentTypeError: it is not written as 6GB or 2500MB.
    """
    try:
        limit_bytes(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return text


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--skew", type=int, default=0, help="records about one person")
    parser.add_argument(
        "--engines", nargs="+", choices=list(ENGINES), default=list(ENGINES), metavar="ENGINE"
    )
    parser.add_argument(
        "--memory",
        type=limit,
        default="6GB",
        help="limit of DuckDB's memory and of Spark's heap, such as 6GB or 2500MB",
    )
    parser.add_argument("--exclude", nargs="*", default=[], help="what dbt leaves out")
    parser.add_argument("--seconds", type=int, default=3600, help="most that a run may take")
    parser.add_argument("--folder", type=Path, help="where to work; registers there are used again")
    parser.add_argument("--results", type=Path, default=DEFAULT_RESULTS)
    options = parser.parse_args(arguments)
    console = Console()
    console.width = max(console.width, TABLE_WIDTH)
    with tempfile.TemporaryDirectory() as directory:
        options.folder = (options.folder or Path(directory)).absolute()
        options.folder.mkdir(parents=True, exist_ok=True)
        results = compare(options, console)
    console.print(table(lines(results.runs, options.skew)))


if __name__ == "__main__":
    main()
