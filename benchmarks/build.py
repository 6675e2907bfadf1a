"""Measures the default build from nothing: wall time and peak memory, medians of several runs.

    python -m benchmarks.build [RUNS]

Two ways to build are measured side by side, in turn: the bare `dbt build`, and
`slachtoffermonitor build`, which adds the expectations on arrival and before release. Every run
starts from an empty database and an empty target directory. Times are seconds; memory is the peak
resident set of the largest single process, as the operating system counts it for finished children
(`getrusage`).
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
BIN: Final = Path(sys.executable).parent

WAYS: Final = {
    "dbt build": [str(BIN / "dbt"), "--quiet", "build"],
    "slachtoffermonitor build": [sys.executable, "-m", "slachtoffermonitor", "build"],
}


def run(command: list[str]) -> tuple[float, float]:
    """Build once from nothing; return wall seconds and CPU seconds.

    Raises:
        subprocess.CalledProcessError: the build failed.
    """
    with tempfile.TemporaryDirectory() as directory:
        environment = os.environ | {
            "SLACHTOFFERMONITOR_DATABASE": f"{directory}/benchmark.duckdb",
            "DBT_TARGET_PATH": f"{directory}/target",
            "DBT_LOG_PATH": f"{directory}/logs",
        }
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        subprocess.run(  # noqa: S603 - the commands stand above
            command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL
        )
        wall = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu


def main() -> None:
    """Print a row per way to build."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    measured: dict[str, list[tuple[float, float]]] = {way: [] for way in WAYS}
    for number in range(runs):
        for way, command in WAYS.items():
            print(f"run {number + 1} of {runs}: {way}", file=sys.stderr)
            measured[way].append(run(command))
    print(f"{'build from nothing':26} {'wall min':>9} {'median':>7} {'max':>7} {'cpu median':>11}")
    for way, results in measured.items():
        walls = [wall for wall, _ in results]
        print(
            f"{way:26} {min(walls):9.1f} {statistics.median(walls):7.1f} {max(walls):7.1f} "
            f"{statistics.median(cpu for _, cpu in results):11.1f}"
        )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"peak memory of the largest process: {peak:.0f} MiB, on {os.cpu_count()} processors")


if __name__ == "__main__":
    main()
