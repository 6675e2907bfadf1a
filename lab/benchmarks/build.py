"""Measures the default build of the shipped register: its time, and what dbt takes per node.

    python -m lab.benchmarks.build [--runs 3] [--results DIRECTORY]

Two ways to build are measured side by side, in turn: the bare `dbt build`, and
`slachtoffermonitor build`, which adds the expectations on arrival and before release. Every run
starts from an empty database and an empty target directory. Times are seconds; the processor time
is that of all finished children (`getrusage`). Results go to build.csv and overhead.csv.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lab.benchmarks.compare import DEFAULT_RESULTS, on_this_machine
from lab.benchmarks.processes import ROOT
from lab.benchmarks.results import Results
from lab.benchmarks.rows import write_rows
from slachtoffermonitor.limits import MEMORY_VARIABLE, SPILL_VARIABLE
from slachtoffermonitor.project import REGISTER_VARIABLE

BIN: Final = Path(sys.executable).parent

DBT_BUILD: Final = "dbt build"
WAYS: Final = {
    DBT_BUILD: [str(BIN / "dbt"), "--quiet", "build"],
    "slachtoffermonitor build": [sys.executable, "-m", "slachtoffermonitor", "build"],
}
KINDS: Final = {"seed": "seeds", "model": "models", "test": "data tests", "unit_test": "unit tests"}
"""Kinds of nodes in dbt's words, and what they are called here."""

SETTINGS: Final = (REGISTER_VARIABLE, MEMORY_VARIABLE, SPILL_VARIABLE)
"""What a shell may have set for builds of its own."""

BUILDS_FILE: Final = "build.csv"
OVERHEAD_FILE: Final = "overhead.csv"


@dataclass(frozen=True)
class Build:
    """One build of the shipped register.

    Attributes:
        way: how it was built.
        run: number from 1.
        wall: seconds from start to end.
        cpu: seconds of all threads.
    """

    way: str
    run: int
    wall: float
    cpu: float


@dataclass(frozen=True)
class Overhead:
    """What dbt takes for the nodes of a kind in one bare `dbt build`.

    Attributes:
        run: number from 1.
        kind: of the nodes; `start` for what comes before the first of them.
        nodes: how many there are.
        seconds: of them together, as dbt reports it; two run at a time.
        median: seconds of one in the middle.
    """

    run: int
    kind: str
    nodes: int
    seconds: float
    median: float


def overhead(run: int, wall: float, ran: dict[str, Any]) -> list[Overhead]:
    """Return what each kind of node took, from what dbt wrote about a build.

    Args:
        run: number of the build.
        wall: seconds from the start of dbt's process to its end.
        ran: the content of run_results.json.
    """
    start = wall - ran["elapsed_time"]
    found = [Overhead(run, "start", 1, start, start)]
    by_kind: dict[str, list[float]] = defaultdict(list)
    for result in ran["results"]:
        by_kind[result["unique_id"].split(".")[0]].append(result["execution_time"])
    for kind, name in KINDS.items():
        if taken := by_kind.get(kind):
            found.append(Overhead(run, name, len(taken), sum(taken), statistics.median(taken)))
    return found


def build(way: str, run: int) -> tuple[Build, list[Overhead]]:
    """Build once from nothing.

    Raises:
        subprocess.CalledProcessError: the build failed.
    """
    with tempfile.TemporaryDirectory() as directory:
        environment = os.environ | {
            **dict.fromkeys(SETTINGS, ""),  # empty is as if not set
            "SLACHTOFFERMONITOR_DATABASE": f"{directory}/slachtoffermonitor.duckdb",
            "DBT_TARGET_PATH": f"{directory}/target",
            "DBT_LOG_PATH": f"{directory}/logs",
        }
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        subprocess.run(  # noqa: S603 - the commands stand above
            WAYS[way], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL
        )
        wall = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        taken: list[Overhead] = []
        if way == DBT_BUILD:
            results = Path(directory) / "target" / "run_results.json"
            taken = overhead(run, wall, json.loads(results.read_text(encoding="utf-8")))
    return Build(way, run, wall, cpu), taken


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print a row per way to build and per kind of node."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--results", type=Path, default=DEFAULT_RESULTS)
    options = parser.parse_args(arguments)
    on_this_machine(Results.load(options.results), options.results).save(options.results)
    builds: list[Build] = []
    overheads: list[Overhead] = []
    for number in range(1, options.runs + 1):
        for way in WAYS:
            print(f"run {number} of {options.runs}: {way}", file=sys.stderr)
            one, taken = build(way, number)
            builds.append(one)
            overheads += taken
    write_rows(options.results / BUILDS_FILE, Build, builds)
    write_rows(options.results / OVERHEAD_FILE, Overhead, overheads)
    print(f"{'build from nothing':26} {'wall min':>9} {'median':>7} {'max':>7} {'cpu median':>11}")
    for way in WAYS:
        walls = [one.wall for one in builds if one.way == way]
        cpu = statistics.median(one.cpu for one in builds if one.way == way)
        print(
            f"{way:26} {min(walls):9.1f} {statistics.median(walls):7.1f} {max(walls):7.1f} "
            f"{cpu:11.1f}"
        )
    print(f"{'nodes of dbt build':26} {'number':>9} {'seconds':>7} {'each':>8}")
    for name in dict.fromkeys(one.kind for one in overheads):
        same = [one for one in overheads if one.kind == name]
        print(
            f"{name:26} {same[0].nodes:9} {statistics.median(one.seconds for one in same):7.1f} "
            f"{1000 * statistics.median(one.median for one in same):5.0f} ms"
        )


if __name__ == "__main__":
    main()
