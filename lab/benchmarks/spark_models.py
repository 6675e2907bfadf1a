"""Measures on Spark what every model costs: time, bytes read, shuffled, written and spilled.

    python -m lab.benchmarks.spark_models --sizes 30000 300000 [--results DIRECTORY]

For every size a register is made (`python -m lab.scale`), and the warehouse is built
from it on Spark on this machine with the settings of a cluster (docs/spark.md), one model after the
other, without tests; Spark's event log says what each cost. Results go to spark.csv, spark_runs.csv
and spark_machine.json. What the folder holds of other sizes stays, as long as it comes from the
same machine and versions. `lab.benchmarks.plan` works out the plan from them.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Self

import duckdb

from lab.benchmarks import compare
from lab.benchmarks.processes import ROOT, measure
from lab.benchmarks.rows import read_rows, write_rows
from lab.spark.measurement import NodeCost, read_costs
from slachtoffermonitor.project import delivery
from slachtoffermonitor.spark_source import write_source

SPARK: Final = ROOT / ".venv-spark" / "bin"
DEFAULT_RESULTS: Final = compare.DEFAULT_RESULTS
NODES_FILE: Final = "spark.csv"
RUNS_FILE: Final = "spark_runs.csv"
MACHINE_FILE: Final = "spark_machine.json"
FAILED: Final = ROOT / ".build" / "spark-failed.log"

VERSIONS: Final = ("python", "pyspark", "dbt-core", "dbt-spark")

# Only lists of codes are to be broadcast, as with many more notifications: Spark's own limit (10
# MB) would broadcast whole tables of a small register, and nothing of them would be shuffled. What
# other threads read ahead ("vectored"), Spark does not count as read.
SETTINGS: Final = """
spark.master                          local[*]
spark.driver.memory                   {memory}
spark.log.level                       ERROR
spark.ui.enabled                      false
spark.ui.showConsoleProgress          false
spark.sql.maxPlanStringLength         1000
spark.sql.shuffle.partitions          {partitions}
spark.sql.autoBroadcastJoinThreshold  {broadcast}
spark.sql.warehouse.dir               {folder}/warehouse
spark.local.dir                       {folder}/spill
spark.hadoop.parquet.hadoop.vectored.io.enabled false
spark.hadoop.javax.jdo.option.ConnectionURL jdbc:derby:;databaseName={folder}/metastore;create=true
spark.driver.extraJavaOptions         -Dderby.stream.error.file={folder}/derby.log
spark.eventLog.enabled                true
spark.eventLog.dir                    file://{folder}/events
spark.eventLog.compress               false
spark.eventLog.rolling.enabled        false
"""

LARGEST: Final = {
    "year_victims": (
        "intermediate.db/int_victim_years__resolved",
        "select max(found) from (select count(*) as found from {} group by notification_year)",
    ),
    "person_records": (
        "intermediate.db/int_records__standing",
        "select max(found) from (select count(*) as found from {} group by person_pseudonym)",
    ),
    "records_without_id": (
        "intermediate.db/int_records__repeated",
        "select count(*) from {} where record_id is null",
    ),
}
"""What one task has to take at once, because a window keeps it together: table and query."""


@dataclass(frozen=True)
class SparkRun:
    """One build on Spark.

    Attributes:
        notifications: records in the files of notifications.
        records: notifications and records of the EMM.
        source_bytes: of the register as Parquet, as Spark reads it.
        table_bytes: of all tables that were built.
        seconds: wall time of the build, Java's start and dbt's included.
        year_victims: rows of `int_victim_years__resolved` in the year with most.
        person_records: most standing records about one person.
        records_without_id: records without an id.
        memory: of Spark, for driver and tasks together.
        partitions: most of a shuffle.
        broadcast: bytes of a table that is broadcast, at most.
    """

    notifications: int
    records: int
    source_bytes: int
    table_bytes: int
    seconds: float
    year_victims: int
    person_records: int
    records_without_id: int
    memory: str
    partitions: int
    broadcast: int


@dataclass(frozen=True)
class SparkNode:
    """What a node of a build on Spark cost, as `NodeCost` says; the first says which build."""

    notifications: int
    name: str
    kind: str
    seconds: float
    tasks: int
    cpu_seconds: float
    run_seconds: float
    input_bytes: int
    input_rows: int
    shuffle_bytes: int
    shuffle_rows: int
    output_bytes: int
    output_rows: int
    spilled_bytes: int
    result_bytes: int
    largest_shuffle_bytes: int

    @classmethod
    def of(cls, notifications: int, cost: NodeCost) -> Self:
        """Take a cost over."""
        values = asdict(cost)
        del values["began"]
        return cls(notifications, **values)

    @property
    def rows(self) -> int:
        """All rows that it read, shuffled and wrote: what says whether it grows, without noise."""
        return self.input_rows + self.shuffle_rows + self.output_rows


@dataclass(frozen=True)
class SparkResults:
    """All that was measured of Spark on one machine.

    Attributes:
        machine: processors, memory and versions.
        runs: one per size, the smallest first.
        nodes: of these runs.
    """

    machine: dict[str, str]
    runs: list[SparkRun]
    nodes: list[SparkNode]

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read results; an empty set when the folder has none."""
        if not (folder / MACHINE_FILE).exists():
            return cls({}, [], [])
        return cls(
            json.loads((folder / MACHINE_FILE).read_text(encoding="utf-8")),
            read_rows(SparkRun, folder / RUNS_FILE),
            read_rows(SparkNode, folder / NODES_FILE),
        )

    def save(self, folder: Path) -> None:
        """Write the three files."""
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(self.machine, indent=2, ensure_ascii=False)
        (folder / MACHINE_FILE).write_text(text + "\n", encoding="utf-8")
        write_rows(folder / RUNS_FILE, SparkRun, self.runs)
        write_rows(folder / NODES_FILE, SparkNode, self.nodes)

    def with_run(self, run: SparkRun, nodes: Sequence[SparkNode]) -> SparkResults:
        """Return the results with a run in the place of an earlier one of its size."""
        size = run.notifications
        return SparkResults(
            self.machine,
            sorted(
                [run, *(one for one in self.runs if one.notifications != size)],
                key=lambda one: one.notifications,
            ),
            sorted(
                [*nodes, *(node for node in self.nodes if node.notifications != size)],
                key=lambda node: (node.notifications, node.kind, node.name),
            ),
        )


def machine() -> dict[str, str]:
    """Return what the figures depend on, without the name of the machine."""
    ask = "import importlib.metadata as m; print(*map(m.version, ('pyspark', 'dbt-spark')))"
    found = _output([str(SPARK / "python"), "-c", ask]).split()
    versions = compare.machine() | dict(zip(("pyspark", "dbt-spark"), found, strict=True))
    java = re.search(r'version "([^"]+)"', _output(["java", "-version"]))
    return {
        **{name: versions[name] for name in ("processors", "memory", "system", *VERSIONS)},
        "java": java[1] if java else "",
    }


def _output(command: Sequence[str]) -> str:
    return subprocess.run(  # noqa: S603 - the commands stand above
        command, check=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ).stdout


def measure_size(
    size: int, folder: Path, options: argparse.Namespace
) -> tuple[SparkRun, list[SparkNode]]:
    """Build the warehouse of one size on Spark, and read what it cost.

    Args:
        size: number of notifications.
        folder: for the register; registers there are used again.
        options: memory, partitions, broadcast, seconds, as `main` reads them.

    Raises:
        SystemExit: the build failed.
    """
    made = compare.make_register(size, 0, folder)
    described = compare.described(made, size, 0, options.memory)
    with tempfile.TemporaryDirectory(dir=folder, prefix="spark-") as directory:
        workshop = Path(directory)
        for name in ("conf", "events", "warehouse"):
            (workshop / name).mkdir()
        settings = SETTINGS.format(
            memory=options.memory,
            partitions=options.partitions,
            broadcast=options.broadcast,
            folder=workshop,
        )
        (workshop / "conf" / "spark-defaults.conf").write_text(settings[1:], encoding="utf-8")
        write_source(delivery(made / "register"), ROOT, workshop / "source")
        command = [str(SPARK / "dbt"), "build", "--target", "spark_cluster", "--quiet"]
        command += ["--threads", "1", "--exclude-resource-type", "test", "unit_test"]
        usage = measure(
            command,
            workshop,
            options.seconds,
            {
                "SPARK_CONF_DIR": str(workshop / "conf"),
                "SLACHTOFFERMONITOR_SPARK_SOURCE": str(workshop / "source"),
                "SLACHTOFFERMONITOR_REGISTER": str(made / "register"),
                "DBT_TARGET_PATH": str(workshop / "target"),
                "DBT_LOG_PATH": str(workshop / "logs"),
                "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            },
        )
        if usage.failure:
            FAILED.parent.mkdir(exist_ok=True)
            shutil.copy(workshop / "output.log", FAILED)
            raise SystemExit(
                f"The build on Spark of {size:,} notifications failed: {usage.failure}; all that "
                f"it said stands in {FAILED.relative_to(ROOT)}."
            )
        costs = read_costs(workshop / "target" / "run_results.json", workshop / "events")
        warehouse = workshop / "warehouse"
        with duckdb.connect() as connection:
            largest = {
                name: _number(connection, query, warehouse / table)
                for name, (table, query) in LARGEST.items()
            }
        run = SparkRun(
            notifications=size,
            records=described.records,
            source_bytes=_bytes(workshop / "source" / "register"),
            table_bytes=_bytes(warehouse),
            seconds=usage.wall,
            **largest,
            memory=options.memory,
            partitions=options.partitions,
            broadcast=options.broadcast,
        )
    return run, [SparkNode.of(size, cost) for cost in costs]


def _number(connection: duckdb.DuckDBPyConnection, query: str, table: Path) -> int:
    row = connection.execute(query.format(f"read_parquet('{table}/*.parquet')")).fetchone()
    return int(row[0] or 0) if row else 0


def _bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*.parquet"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every size, and print what it cost."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[30_000, 300_000])
    parser.add_argument("--memory", default="4g", help="of Spark on this machine")
    parser.add_argument("--partitions", type=int, default=8, help="of a shuffle, at most")
    parser.add_argument(
        "--broadcast", type=int, default=100_000, help="bytes of a table that is broadcast, at most"
    )
    parser.add_argument("--seconds", type=int, default=7200, help="most that a build may take")
    parser.add_argument("--folder", type=Path, help="where to work; registers there are used again")
    parser.add_argument("--results", type=Path, default=DEFAULT_RESULTS)
    options = parser.parse_args(arguments)
    if not (SPARK / "python").exists():
        parser.error("not measured: run make spark-environment")
    here, results = machine(), SparkResults.load(options.results)
    kept = {name: value for name, value in results.machine.items() if name != compare.MEASURED}
    if kept and kept != here:
        parser.error(
            f"{options.results} holds what another machine or other versions did; name another "
            f"folder, or delete its {NODES_FILE}, {RUNS_FILE} and {MACHINE_FILE}."
        )
    here[compare.MEASURED] = compare.measured(results.machine)
    results = SparkResults(here, results.runs, results.nodes)
    with tempfile.TemporaryDirectory() as directory:
        folder = (options.folder or Path(directory)).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        for size in options.sizes:
            began = time.monotonic()
            run, nodes = measure_size(size, folder, options)
            results = results.with_run(run, nodes)
            results.save(options.results)
            print(told(run, nodes), f"({time.monotonic() - began:.0f} s in all)", flush=True)
    return 0


def told(run: SparkRun, nodes: Sequence[SparkNode]) -> str:
    """Return one line about a build."""
    return (
        f"{run.notifications:>13,} notifications: {len(nodes)} nodes, {run.seconds:.0f} s, "
        f"{sum(node.cpu_seconds for node in nodes):.0f} s CPU, "
        f"{sum(node.input_bytes for node in nodes) / 1e6:.1f} MB read, "
        f"{sum(node.shuffle_bytes for node in nodes) / 1e6:.1f} MB shuffled, "
        f"{sum(node.output_bytes for node in nodes) / 1e6:.1f} MB written"
    )


if __name__ == "__main__":
    sys.exit(main())
