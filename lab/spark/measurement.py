"""Reads from Spark's event log what each model of a build cost: time, bytes read, bytes shuffled.

dbt says in `run_results.json` when each node began and ended; with one thread, every query that
Spark began in between belongs to the node. Durations are wall time in seconds, volumes are bytes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

_MEASURES: Final = {
    "input_bytes": ("Input Metrics", "Bytes Read"),
    "input_rows": ("Input Metrics", "Records Read"),
    "shuffle_bytes": ("Shuffle Write Metrics", "Shuffle Bytes Written"),
    "shuffle_rows": ("Shuffle Write Metrics", "Shuffle Records Written"),
    "output_bytes": ("Output Metrics", "Bytes Written"),
    "output_rows": ("Output Metrics", "Records Written"),
}


@dataclass
class NodeCost:
    """What a node cost Spark.

    Attributes:
        name: of the model, seed or test.
        kind: which of these it is, in dbt's words.
        began: second of the epoch at which dbt began it.
        seconds: wall time, dbt's own share included.
        tasks: number of tasks.
        cpu_seconds: processor time of the tasks, all cores together.
        run_seconds: time that the tasks had a core, waiting and collection of garbage included.
        spilled_bytes: written to disk for want of memory, as it lay in memory.
        result_bytes: what the tasks sent to the driver.
        largest_shuffle_bytes: of the stage that shuffled most.
    """

    name: str
    kind: str
    began: float
    seconds: float
    tasks: int = 0
    cpu_seconds: float = 0.0
    run_seconds: float = 0.0
    input_bytes: int = 0
    input_rows: int = 0
    shuffle_bytes: int = 0
    shuffle_rows: int = 0
    output_bytes: int = 0
    output_rows: int = 0
    spilled_bytes: int = 0
    result_bytes: int = 0
    largest_shuffle_bytes: int = 0


def read_costs(run_results: Path, event_log: Path) -> list[NodeCost]:
    """Return what each node cost, in the order in which they were run.

    Args:
        run_results: dbt's `run_results.json` of a run with one thread.
        event_log: the file, or the folder of files, that Spark wrote of the same run.
    """
    costs = sorted(_nodes(run_results), key=lambda cost: cost.began)
    files = sorted(event_log.rglob("*")) if event_log.is_dir() else [event_log]
    stages: dict[int, NodeCost] = {}
    shuffled: dict[int, int] = defaultdict(int)
    for event in _events(file for file in files if file.is_file()):
        if event["Event"] == "SparkListenerStageSubmitted":
            submitted = event["Stage Info"].get("Submission Time", 0) / 1000
            owner = _owner(costs, submitted)
            if owner is not None:
                stages[event["Stage Info"]["Stage ID"]] = owner
        elif event["Event"] == "SparkListenerTaskEnd":
            cost = stages.get(event["Stage ID"])
            if cost is not None:
                metrics = event.get("Task Metrics") or {}
                _add(cost, metrics)
                shuffled[event["Stage ID"]] += _measure(metrics, "shuffle_bytes")
                cost.largest_shuffle_bytes = max(
                    cost.largest_shuffle_bytes, shuffled[event["Stage ID"]]
                )
    return costs


def _nodes(run_results: Path) -> Iterator[NodeCost]:
    for result in json.loads(run_results.read_text(encoding="utf-8"))["results"]:
        timing = [part for part in result["timing"] if part.get("started_at")]
        if timing:
            began = min(_seconds(part["started_at"]) for part in timing)
            ended = max(_seconds(part["completed_at"]) for part in timing)
            kind, _, name = result["unique_id"].split(".")[:3]
            yield NodeCost(name, kind, began, ended - began)


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp()


def _owner(costs: list[NodeCost], moment: float) -> NodeCost | None:
    begun = [cost for cost in costs if cost.began <= moment]
    return begun[-1] if begun else None


def _events(files: Iterable[Path]) -> Iterator[dict[str, Any]]:
    for file in files:
        with file.open(encoding="utf-8") as stream:
            for line in stream:
                # Plans fill most of a log; only stages and tasks are read.
                if line.startswith(
                    ('{"Event":"SparkListenerStageSubmitted"', '{"Event":"SparkListenerTaskEnd"')
                ):
                    yield json.loads(line)


def _add(cost: NodeCost, metrics: dict[str, Any]) -> None:
    cost.tasks += 1
    cost.cpu_seconds += metrics.get("Executor CPU Time", 0) / 1e9
    cost.run_seconds += metrics.get("Executor Run Time", 0) / 1e3
    cost.spilled_bytes += metrics.get("Memory Bytes Spilled", 0)
    cost.result_bytes += metrics.get("Result Size", 0)
    for name in _MEASURES:
        setattr(cost, name, getattr(cost, name) + _measure(metrics, name))


def _measure(metrics: dict[str, Any], name: str) -> int:
    group, measure = _MEASURES[name]
    return int(metrics.get(group, {}).get(measure, 0))
