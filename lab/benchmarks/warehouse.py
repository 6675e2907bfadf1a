"""The warehouse as one of the engines: `dbt build` from nothing, with the time of every node."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from lab.benchmarks.processes import Usage, measure
from slachtoffermonitor.limits import MEMORY_VARIABLE, SPILL_VARIABLE

DBT: Final = Path(sys.executable).parent / "dbt"
CELLS: Final = "published_cells"


@dataclass(frozen=True)
class Node:
    """What dbt ran once.

    Attributes:
        name: of the model, seed or test.
        layer: folder of a model; kind of anything else, in brackets.
        is_for_cells: whether it is the published cells or something that they are made from.
        seconds: its execution, as dbt reports it.
    """

    name: str
    layer: str
    is_for_cells: bool
    seconds: float


@dataclass(frozen=True)
class Build:
    """A build from nothing.

    Attributes:
        usage: of the process of dbt.
        database: the file that was built.
        nodes: what dbt ran.
        failure: why it failed, nodes by name; empty when it did not.
    """

    usage: Usage
    database: Path
    nodes: list[Node]
    failure: str


DATABASE: Final = "benchmark.duckdb"
"""Name of the file in the workshop."""


def build(
    register: Path, workshop: Path, memory: str, seconds: int, arguments: Sequence[str]
) -> Build:
    """Build once in `workshop`, with DuckDB's memory limited.

    Args:
        register: the delivery.
        workshop: an empty directory.
        memory: limit of DuckDB's memory, such as 6GB.
        seconds: after so many the build is stopped.
        arguments: for `dbt build`, such as --select or --exclude with what follows.
    """
    database = workshop / DATABASE
    # Unit tests need no data.
    command = [str(DBT), "--quiet", "build", "--exclude-resource-type", "unit_test", *arguments]
    usage = measure(
        command,
        workshop,
        seconds,
        {
            "SLACHTOFFERMONITOR_REGISTER": str(register),
            "SLACHTOFFERMONITOR_RECORDS_MAX": "1000000000",
            "SLACHTOFFERMONITOR_DATABASE": str(database),
            MEMORY_VARIABLE: memory,
            SPILL_VARIABLE: str(workshop / "spill"),
            "DBT_TARGET_PATH": str(workshop / "target"),
            "DBT_LOG_PATH": str(workshop / "logs"),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        },
    )
    results = workshop / "target" / "run_results.json"
    if not results.exists():
        return Build(usage, database, [], usage.failure or "dbt had no results")
    manifest = json.loads((workshop / "target" / "manifest.json").read_text(encoding="utf-8"))
    ran = json.loads(results.read_text(encoding="utf-8"))["results"]
    failed = [
        one["unique_id"].split(".")[2]
        for one in ran
        if one["status"] not in ("success", "pass", "warn", "no-op", "skipped")
    ]
    failure = f"failed: {', '.join(failed)}" if failed else usage.failure
    return Build(usage, database, nodes(manifest, ran), failure)


def nodes(manifest: Mapping[str, Any], results: list[dict[str, Any]]) -> list[Node]:
    """Return what dbt ran, with the layer and whether the published cells need it."""
    cells = next((key for key, node in manifest["nodes"].items() if node["name"] == CELLS), None)
    needed = set() if cells is None else _ancestors(manifest["parent_map"], cells)
    return [
        Node(
            name=str(node["name"]),
            layer=_layer(node),
            is_for_cells=result["unique_id"] in needed,
            seconds=sum(_seconds(step) for step in result["timing"] if step["name"] == "execute"),
        )
        for result in results
        if (node := manifest["nodes"].get(result["unique_id"])) is not None
    ]


def _ancestors(parents: Mapping[str, list[str]], key: str) -> set[str]:
    """Return a node and all that it is made from."""
    found: set[str] = set()
    waiting = [key]
    while waiting:
        if (one := waiting.pop()) not in found:
            found.add(one)
            waiting.extend(parents.get(one, []))
    return found


def _layer(node: Mapping[str, Any]) -> str:
    if node["resource_type"] != "model":
        return f"({node['resource_type']}s)"
    return str(Path(node["original_file_path"]).parts[1])


def _seconds(step: Mapping[str, str]) -> float:
    """Return the length of a timed step, whose two moments are written as in ISO 8601."""
    began, ended = (
        datetime.fromisoformat(step[moment]) for moment in ("started_at", "completed_at")
    )
    return (ended - began).total_seconds()
