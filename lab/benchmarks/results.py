"""What was measured, as rows in files that a program can read, and what follows from them."""

from __future__ import annotations

import json
import math
import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from lab.benchmarks.rows import read_rows, write_rows

RUNS_FILE: Final = "runs.csv"
NODES_FILE: Final = "nodes.csv"
MACHINE_FILE: Final = "machine.json"
OPERATIONS: Final = "(operations)"
"""The layer of what runs before and after the nodes."""


@dataclass(frozen=True)
class Run:
    """One measured run of an engine, or why there is none.

    Attributes:
        notifications: records in the files of notifications.
        skew: so many of them are about one person.
        records: notifications and records of the EMM.
        parquet: bytes of the register.
        engine: name of the engine.
        memory: limit of DuckDB's memory and of Spark's heap, such as 6GB; it binds no other engine.
        run: number from 1; 0 for an engine that was not run.
        wall: seconds from start to end of the process.
        cpu: seconds of all threads.
        peak: bytes resident at most.
        disk: bytes of what it leaves.
        work: for the warehouse the seconds of its nodes together, without what dbt does around
            them; nothing for others.
        wrong: cells that differ from the true ones, missing ones included; none where there are no
            cells.
        note: why it failed or was left out.
    """

    notifications: int
    skew: int
    records: int
    parquet: int
    engine: str
    memory: str
    run: int
    wall: float | None = None
    cpu: float | None = None
    peak: int | None = None
    disk: int | None = None
    work: float | None = None
    wrong: int | None = None
    note: str = ""


@dataclass(frozen=True)
class NodeRun:
    """One node of a build of the warehouse; the first five say which build."""

    notifications: int
    skew: int
    memory: str
    run: int
    engine: str
    node: str
    layer: str
    is_for_cells: bool
    seconds: float


@dataclass(frozen=True)
class Results:
    """All that was measured on one machine.

    Attributes:
        machine: processors, memory and versions.
        runs: of the engines.
        nodes: of the builds of the warehouse among them.
    """

    machine: dict[str, str]
    runs: list[Run]
    nodes: list[NodeRun]

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read results; an empty set when the folder has none."""
        if not (folder / MACHINE_FILE).exists():
            return cls({}, [], [])
        return cls(
            json.loads((folder / MACHINE_FILE).read_text(encoding="utf-8")),
            read_rows(Run, folder / RUNS_FILE),
            read_rows(NodeRun, folder / NODES_FILE),
        )

    def save(self, folder: Path) -> None:
        """Write the three files."""
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(self.machine, indent=2, ensure_ascii=False)
        (folder / MACHINE_FILE).write_text(text + "\n", encoding="utf-8")
        write_rows(folder / RUNS_FILE, Run, self.runs)
        write_rows(folder / NODES_FILE, NodeRun, self.nodes)

    def without(
        self, sizes: Iterable[int], skew: int, engines: Iterable[str], memory: str
    ) -> Results:
        """Leave out what is about to be measured anew."""
        left_out = {(size, skew, engine, memory) for size in sizes for engine in engines}

        def is_kept(row: Run | NodeRun) -> bool:
            return (row.notifications, row.skew, row.engine, row.memory) not in left_out

        return Results(
            self.machine,
            [run for run in self.runs if is_kept(run)],
            [node for node in self.nodes if is_kept(node)],
        )

    def with_most_memory(self) -> Results:
        """Keep of every engine at every size the runs with the highest limit of memory."""
        most: dict[tuple[int, int, str], str] = {}
        for run in self.runs:
            key = (run.notifications, run.skew, run.engine)
            most[key] = max(most.get(key, run.memory), run.memory, key=limit_bytes)

        def is_kept(row: Run | NodeRun) -> bool:
            key = (row.notifications, row.skew, row.engine)
            return most.get(key, row.memory) == row.memory

        return Results(
            self.machine,
            [run for run in self.runs if is_kept(run)],
            [node for node in self.nodes if is_kept(node)],
        )


def limit_bytes(memory: str) -> float:
    """Return the bytes of a limit of memory that is written as for DuckDB, such as 2500MB.

    Raises:
        ValueError: it is not written so.
    """
    for unit, factor in (("GB", 1e9), ("MB", 1e6)):
        if memory.endswith(unit):
            return float(memory.removesuffix(unit)) * factor
    raise ValueError(f"The limit of memory {memory!r} is unclear: write it as 6GB or 2500MB.")


@dataclass(frozen=True)
class Line:
    """An engine at a size, from all its runs.

    Attributes:
        notifications: records in the files of notifications.
        records: notifications and records of the EMM.
        engine: name of the engine.
        memory: limit of DuckDB's memory, see `Run`.
        runs: how often it was run.
        wall: median of the seconds; None when no run succeeded.
        fastest: least of the seconds.
        slowest: most of the seconds.
        cpu: median of the processor seconds.
        peak: most bytes of any run.
        disk: bytes of what it leaves.
        wrong: most cells of any run that differ from the true ones.
        growth: exponent of the growth of wall time from the next smaller size on; 1 is linear.
        note: why there is nothing.
    """

    notifications: int
    records: int
    engine: str
    memory: str
    runs: int
    wall: float | None
    fastest: float | None
    slowest: float | None
    cpu: float | None
    peak: int | None
    disk: int | None
    wrong: int | None
    growth: float | None
    note: str

    @property
    def records_per_second(self) -> float | None:
        """Records of the register for each second of wall time."""
        return self.records / self.wall if self.wall else None


def exponent(before: float | None, after: float | None, factor: float) -> float | None:
    """Return the growth exponent between two sizes; None where nothing can be compared."""
    if not before or not after or factor <= 1:
        return None
    return math.log(after / before) / math.log(factor)


def lines(runs: Sequence[Run], skew: int = 0) -> list[Line]:
    """Return a line per size, engine and limit of memory.

    Sizes are in order, engines as they were measured, the highest limit first.
    """
    grouped: dict[tuple[int, str], dict[str, list[Run]]] = defaultdict(lambda: defaultdict(list))
    for run in runs:
        if run.skew == skew:
            grouped[run.notifications, run.engine][run.memory].append(run)
    ordered = [
        (size, engine, memory, by_memory[memory])
        for (size, engine), by_memory in sorted(grouped.items(), key=lambda item: item[0][0])
        for memory in sorted(by_memory, key=limit_bytes, reverse=True)
    ]
    found: list[Line] = []
    before: dict[str, Line] = {}
    for size, engine, memory, group in ordered:
        good = [run for run in group if run.wall is not None and not run.note]
        walls = [run.wall for run in good if run.wall is not None]
        wall = statistics.median(walls) if walls else None
        smaller = before.get(engine)
        if smaller and smaller.notifications == size:
            smaller = None  # the same with less memory says nothing of growth
        line = Line(
            notifications=size,
            records=group[0].records,
            engine=engine,
            memory=memory,
            runs=len(good),
            wall=wall,
            fastest=min(walls, default=None),
            slowest=max(walls, default=None),
            cpu=_median(run.cpu for run in good),
            peak=max((run.peak for run in good if run.peak is not None), default=None),
            disk=max((run.disk for run in good if run.disk is not None), default=None),
            wrong=max((run.wrong for run in good if run.wrong is not None), default=None),
            growth=exponent(smaller.wall, wall, size / smaller.notifications) if smaller else None,
            note=next((run.note for run in group if run.note), ""),
        )
        found.append(line)
        if wall is not None and not (engine in before and before[engine].notifications == size):
            before[engine] = line
    return found


def _median(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None


@dataclass(frozen=True)
class Share:
    """A layer or a node of the warehouse at every size.

    Attributes:
        name: of the layer or node.
        seconds: notifications -> median of the seconds.
        growth: exponent from the last size but one to the last.
    """

    name: str
    seconds: dict[int, float]
    growth: float | None


def shares(nodes: Sequence[NodeRun], engine: str, column: str) -> list[Share]:
    """Return seconds per layer or node (`column`), the dearest at the largest size first.

    What runs before and after the nodes is left out: dbt does not report its time.
    """
    sums: dict[str, dict[tuple[int, int], float]] = defaultdict(lambda: defaultdict(float))
    for node in nodes:
        if node.engine == engine and not node.skew and node.layer != OPERATIONS:
            name = str(getattr(node, column))
            sums[name][node.notifications, node.run] += node.seconds
    found = []
    for name, by_run in sums.items():
        by_size: dict[int, list[float]] = defaultdict(list)
        for (size, _), seconds in sorted(by_run.items()):
            by_size[size].append(seconds)
        medians = {size: statistics.median(seconds) for size, seconds in by_size.items()}
        sizes = list(medians)
        before, last = sizes[-2:] if len(sizes) > 1 else (sizes[0], sizes[0])
        growth = exponent(medians[before], medians[last], last / before)
        found.append(Share(name, medians, growth))
    return sorted(found, key=lambda share: -max(share.seconds.items())[1])
