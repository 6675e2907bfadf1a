"""Measures on Spark what every model costs: time, bytes read, shuffled and written.

It builds the warehouse of one register with the target `spark_cluster`, one model after the other,
on the Spark that `--conf` describes (docs/spark.md), or on this machine. The tests are left out.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from slachtoffermonitor.project import delivery, project_root
from slachtoffermonitor.spark.measurement import NodeCost, read_costs
from slachtoffermonitor.spark.source import write_source

HERE = """
spark.master                          local[*]
spark.driver.memory                   {memory}
spark.log.level                       ERROR
spark.ui.enabled                      false
spark.ui.showConsoleProgress          false
spark.sql.maxPlanStringLength         1000
spark.sql.shuffle.partitions          {partitions}
spark.sql.warehouse.dir               {folder}/warehouse
spark.hadoop.javax.jdo.option.ConnectionURL jdbc:derby:;databaseName={folder}/metastore;create=true
spark.driver.extraJavaOptions         -Dderby.stream.error.file={folder}/derby.log
spark.eventLog.enabled                true
spark.eventLog.dir                    file://{folder}/events
spark.eventLog.compress               false
spark.eventLog.rolling.enabled        false
"""


def main() -> int:
    """Build, read the event log, and write one line per model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--register", type=Path, help="a delivery; the shipped register without")
    parser.add_argument("--folder", type=Path, default=Path(".build/spark-measure"))
    parser.add_argument("--memory", default="4g", help="of Spark on this machine")
    parser.add_argument("--partitions", type=int, default=8, help="of a shuffle on this machine")
    parser.add_argument("--table", type=Path, help="where the table goes, as CSV")
    wanted = parser.parse_args()
    root, folder = project_root(), wanted.folder.absolute()
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("conf", "events", "warehouse"):
        (folder / name).mkdir(parents=True)
    settings = HERE.format(memory=wanted.memory, partitions=wanted.partitions, folder=folder)
    (folder / "conf" / "spark-defaults.conf").write_text(settings.lstrip(), encoding="utf-8")
    source = delivery(wanted.register)
    write_source(source, root, folder / "source")
    command = [str(root / ".venv-spark" / "bin" / "dbt"), "build", "--target", "spark_cluster"]
    command += ["--project-dir", str(root), "--profiles-dir", str(root), "--threads", "1"]
    command += ["--exclude-resource-type", "test", "unit_test", "--quiet"]
    environment = os.environ | {
        "SPARK_CONF_DIR": str(folder / "conf"),
        "SLACHTOFFERMONITOR_SPARK_SOURCE": str(folder / "source"),
        "SLACHTOFFERMONITOR_REGISTER": "" if source.is_shipped else str(source.directory),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
    }
    if code := subprocess.run(command, env=environment, check=False).returncode:  # noqa: S603
        return code
    costs = read_costs(folder / "target" / "run_results.json", folder / "events")
    columns = [name for name in asdict(costs[0]) if name != "began"]
    if wanted.table:
        with wanted.table.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns, extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows(_rounded(cost) for cost in costs)
    for cost in sorted(costs, key=lambda cost: cost.shuffle_bytes, reverse=True)[:25]:
        print(
            f"{cost.name:45} {cost.seconds:7.1f} s {cost.cpu_seconds:7.1f} s CPU "
            f"{cost.input_bytes / 1e6:9.1f} MB read {cost.shuffle_bytes / 1e6:9.1f} MB shuffled "
            f"{cost.output_bytes / 1e6:9.1f} MB written"
        )
    total = sum(cost.shuffle_bytes for cost in costs)
    print(
        f"{len(costs)} nodes, {sum(cost.seconds for cost in costs):.0f} s, "
        f"{total / 1e6:.1f} MB shuffled"
    )
    return 0


def _rounded(cost: NodeCost) -> dict[str, object]:
    row = asdict(cost)
    return row | {"seconds": f"{cost.seconds:.2f}", "cpu_seconds": f"{cost.cpu_seconds:.2f}"}


if __name__ == "__main__":
    sys.exit(main())
