"""Measures the warehouse on registers of several sizes: time per model and layer, memory, bytes.

    python scripts/benchmark_scale.py [--sizes 100000 1000000] [--runs 3] [--skew 0]

For every size a register is made once (`slachtoffermonitor scale-register`); then the bare
`dbt build`, without the unit tests, which need no data, is run so many times from an empty
database.
The time of a node is its execution as dbt reports it (`run_results.json`), the median of the runs;
memory is the peak resident set of the process; the growth exponent compares each size with the one
before (1 is linear). The published cells are compared with the true ones of the register. Nothing
else should run on the machine.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import duckdb
import yaml  # type: ignore[import-untyped]

from slachtoffermonitor.scale import ScaleRegister, ScaleSettings, generate

ROOT: Final = Path(__file__).resolve().parent.parent
DBT: Final = Path(sys.executable).parent / "dbt"

MODELS_SHOWN: Final = 25
"""So many nodes are listed, the dearest first."""


@dataclass(frozen=True)
class Build:
    """One build from nothing.

    Attributes:
        wall: seconds, start of dbt included.
        cpu: seconds of all threads.
        peak: bytes resident at most.
        size: bytes of the database.
        nodes: node -> layer and seconds.
        failed: nodes that failed, with dbt's message.
        wrong_cells: cells that are not the true ones; None when there are none to compare.
    """

    wall: float
    cpu: float
    peak: int
    size: int
    nodes: dict[str, tuple[str, float]]
    failed: dict[str, str]
    wrong_cells: int | None


def layer(node: dict[str, Any]) -> str:
    """Return the layer of a node of the manifest: models by folder, others by kind."""
    if node["resource_type"] != "model":
        return f"({node['resource_type']}s)"
    return str(Path(node["original_file_path"]).parts[1])


def build(made: ScaleRegister, memory: str, exclude: list[str], workshop: Path) -> Build:
    """Build once from nothing in `workshop`, with DuckDB's memory limited.

    Args:
        made: the register.
        memory: limit of DuckDB's memory, such as 6GB.
        exclude: what is left out, in dbt's words for selection.
        workshop: an empty directory.
    """
    database = workshop / "benchmark.duckdb"
    profiles = yaml.safe_load((ROOT / "profiles.yml").read_text(encoding="utf-8"))
    settings = profiles["slachtoffermonitor"]["outputs"]["duckdb"]["settings"]
    settings |= {"memory_limit": memory, "temp_directory": str(workshop / "spill")}
    (workshop / "profiles.yml").write_text(yaml.safe_dump(profiles), encoding="utf-8")
    environment = os.environ | {
        "SLACHTOFFERMONITOR_REGISTER": str(made.register),
        "SLACHTOFFERMONITOR_DATABASE": str(database),
        "DBT_TARGET_PATH": str(workshop / "target"),
        "DBT_LOG_PATH": str(workshop / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    command = [str(DBT), "--quiet", "build", "--exclude-resource-type", "unit_test"]
    command += ["--profiles-dir", str(workshop)]
    command += ["--exclude", *exclude] if exclude else []
    began = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - the command stands above
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    if not (workshop / "target" / "run_results.json").exists():
        code = os.waitstatus_to_exitcode(status)
        raise SystemExit(f"dbt ended with {code} before it had any results; see {workshop}/logs")
    manifest = json.loads((workshop / "target" / "manifest.json").read_text(encoding="utf-8"))
    results = json.loads((workshop / "target" / "run_results.json").read_text(encoding="utf-8"))
    nodes = {}
    failed = {}
    for result in results["results"]:
        node = manifest["nodes"].get(result["unique_id"])
        if node is None:
            continue
        if result["status"] not in ("success", "pass"):
            failed[node["name"]] = f"{result['status']}: {result['message']}"
        seconds = sum(_seconds(step) for step in result["timing"] if step["name"] == "execute")
        nodes[str(node["name"])] = (layer(node), seconds)
    return Build(
        wall=wall,
        cpu=usage.ru_utime + usage.ru_stime,
        peak=usage.ru_maxrss * 1024,
        size=database.stat().st_size,
        nodes=nodes,
        failed=failed,
        wrong_cells=wrong_cells(database, made.cells),
    )


def _seconds(step: dict[str, str]) -> float:
    """Return the length of a timed step, whose two moments are written as in ISO 8601."""
    began, ended = (
        datetime.fromisoformat(step[moment]) for moment in ("started_at", "completed_at")
    )
    return (ended - began).total_seconds()


def wrong_cells(database: Path, true_cells: Path) -> int | None:
    """Return how many published cells are not the true ones, missing ones included."""
    with duckdb.connect(str(database), read_only=True) as connection:
        try:
            row = connection.execute(
                "with built as (select edition, exhibit, column_kind, column_code, row_kind, "
                "row_code, measure, value, base, pct from marts.published_cells), "
                "true_ones as (from read_parquet(?)) "
                "select (select count(*) from (from built except from true_ones)) "
                "+ (select count(*) from (from true_ones except from built))",
                [str(true_cells)],
            ).fetchone()
        except duckdb.CatalogException:
            return None
    return int(row[0]) if row else None


def medians(builds: list[Build]) -> dict[str, tuple[str, float]]:
    """Return the median seconds of every node, with its layer."""
    seconds: dict[str, list[float]] = defaultdict(list)
    layers = {}
    for one in builds:
        for name, (found, taken) in one.nodes.items():
            seconds[name].append(taken)
            layers[name] = found
    return {name: (layers[name], statistics.median(taken)) for name, taken in seconds.items()}


def exponent(before: float, after: float, factor: float) -> str:
    """Return the growth exponent between two sizes, empty where there is nothing to compare."""
    if min(before, after) <= 0 or factor == 1:
        return ""
    return f"{math.log(after / before) / math.log(factor):.2f}"


def main() -> None:
    """Print a table of sizes, of layers and of the dearest nodes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--skew", type=int, default=0, help="records about one person")
    parser.add_argument("--memory", default="6GB", help="DuckDB's memory limit")
    parser.add_argument("--exclude", nargs="*", default=[], help="what dbt leaves out")
    parser.add_argument("--folder", type=Path, help="where to work; a temporary one without")
    arguments = parser.parse_args()
    found: dict[int, list[Build]] = {}
    print(
        f"{'notifications':>13} {'making':>7} {'parquet':>8} {'dbt build':>9} {'nodes':>7} "
        f"{'cpu':>7} {'memory':>8} {'database':>9} {'wrong cells':>11}"
    )
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory(dir=arguments.folder) as directory:
            began = time.perf_counter()
            settings = ScaleSettings(size, skew=arguments.skew)
            made = generate(settings, ROOT / "seeds", Path(directory) / "scale")
            making = time.perf_counter() - began
            builds = []
            for number in range(arguments.runs):
                workshop = Path(directory) / f"run-{number}"
                workshop.mkdir()
                builds.append(build(made, arguments.memory, arguments.exclude, workshop))
                if number + 1 < arguments.runs:
                    (workshop / "benchmark.duckdb").unlink()
        found[size] = builds
        nodes = sum(seconds for _, seconds in medians(builds).values())
        print(
            f"{size:13,} {making:6.1f}s {sum(made.files.values()) / 1e6:6.1f}MB "
            f"{statistics.median(one.wall for one in builds):8.1f}s {nodes:6.1f}s "
            f"{statistics.median(one.cpu for one in builds):6.1f}s "
            f"{max(one.peak for one in builds) / 1e9:6.2f}GB "
            f"{builds[-1].size / 1e6:7.1f}MB {builds[-1].wrong_cells!s:>11}",
            flush=True,
        )
        for name, message in builds[-1].failed.items():
            print(f"  {name}: {message}", file=sys.stderr)
    _print_growth(found)


def _print_growth(found: dict[int, list[Build]]) -> None:
    """Print seconds per layer and per node for every size, and the growth between sizes."""
    sizes = list(found)
    taken = {size: medians(found[size]) for size in sizes}
    layers: dict[str, dict[int, float]] = defaultdict(dict)
    for size in sizes:
        for one, seconds in taken[size].values():
            layers[one][size] = layers[one].get(size, 0) + seconds
    nodes = {
        name: {size: taken[size].get(name, ("", 0.0))[1] for size in sizes}
        for name in taken[sizes[-1]]
    }
    tables: tuple[tuple[str, dict[str, dict[int, float]]], ...] = (
        ("layer", layers),
        ("node", nodes),
    )
    for title, rows in tables:
        dearest = sorted(rows.items(), key=lambda row: -row[1].get(sizes[-1], 0))[:MODELS_SHOWN]
        print("\n" + f"{title:45}" + "".join(f"{size:>14,}" for size in sizes) + "  growth")
        for name, by_size in dearest:
            growth = [
                exponent(by_size.get(before, 0), by_size.get(after, 0), after / before)
                for before, after in itertools.pairwise(sizes)
            ]
            print(
                f"{name[:45]:45}"
                + "".join(f"{by_size.get(size, 0):13.2f}s" for size in sizes)
                + "  "
                + " ".join(growth)
            )


if __name__ == "__main__":
    main()
