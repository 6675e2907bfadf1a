"""Works out what very many notifications would ask of Spark (docs/past-one-machine.md).

    python -m lab.benchmarks.plan [--results DIRECTORY] [--snapshot]
    python -m lab.benchmarks.plan --notifications 200000000 --price 0.08 --cores 128 [--models 100]

Tables are made from what `lab.benchmarks.spark_models` has measured, and printed; with `--snapshot`
those of the page are written. Volumes are bytes, times seconds.

Everything is a straight line through the two largest sizes that were measured: what a model takes
per notification, and what it takes at any size.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from lab.benchmarks import pages
from lab.benchmarks.pages import NOT_MEASURED, filled, printed, table
from lab.benchmarks.processes import ROOT
from lab.benchmarks.spark_models import DEFAULT_RESULTS, SparkNode, SparkResults, SparkRun

PAGE: Final = ROOT / "docs" / "past-one-machine.md"
GROWS_FROM: Final = 0.01
"""A model grows when it handles at least so many rows more for each notification more."""

NUMBERED: Final = "int_victim_years__resolved"
HASH_STARTS: Final = 256
"""So many parts of a year are numbered apart: by two hexadecimal digits of an even hash."""

WITHOUT_ID: Final = "int_records__repeated"
OF_A_PERSON: Final = "int_records__standing"

MODELS_SHOWN: Final = 14


@dataclass(frozen=True)
class Assumptions:
    """What is not measured, to be replaced by the reader's own.

    Attributes:
        notifications: of the register that is planned for.
        partition_bytes: of a shuffle that one task is to take, as it is written (compressed).
        busy: share of the time of a core that is paid for in which tasks compute; as measured where
            it is None.
        price: of a core for an hour with its memory and disk, in any currency.
        cores: sizes of a cluster.
        models: so many are listed by themselves.
    """

    notifications: int = 10**9
    partition_bytes: int = 128 * 2**20
    busy: float | None = None
    price: float = 0.05
    cores: tuple[int, ...] = (64, 256, 1024)
    models: int = MODELS_SHOWN


@dataclass(frozen=True)
class Growth:
    """A straight line: what is taken at any size, and what each notification adds."""

    fixed: float
    each: float

    @classmethod
    def through(cls, sizes: tuple[int, int], values: tuple[float, float]) -> Growth:
        """Lay a line through two measurements; neither part is ever negative."""
        each = max(0.0, (values[1] - values[0]) / (sizes[1] - sizes[0]))
        return cls(max(0.0, values[1] - each * sizes[1]), each)

    def at(self, notifications: int) -> float:
        """Return the value at a size."""
        return self.fixed + self.each * notifications


@dataclass(frozen=True)
class Model:
    """A node of the build and how what it costs grows."""

    name: str
    grows: bool
    cpu: Growth
    read: Growth
    shuffled: Growth
    largest_shuffle: Growth
    written: Growth

    def partitions(self, assumed: Assumptions) -> int:
        """Return how many partitions its largest shuffle asks for."""
        return max(
            1,
            math.ceil(self.largest_shuffle.at(assumed.notifications) / assumed.partition_bytes),
        )


@dataclass(frozen=True)
class Plan:
    """What follows from two sizes.

    Attributes:
        sizes: notifications of both.
        models: all nodes, what shuffles most per notification first.
        wall: seconds of all nodes together, one after the other.
        source: bytes of the delivery as Parquet.
        tables: bytes of all tables.
        run: the larger of the two.
        busy: share of the time of tasks in which they compute, for each notification more.
    """

    sizes: tuple[int, int]
    models: list[Model]
    wall: Growth
    source: Growth
    tables: Growth
    run: SparkRun
    busy: float

    def cpu(self, notifications: int) -> float:
        """Return processor seconds of all tasks."""
        return sum(model.cpu.at(notifications) for model in self.models)

    def shuffled(self, notifications: int) -> float:
        """Return bytes that are shuffled in the whole build."""
        return sum(model.shuffled.at(notifications) for model in self.models)

    def seconds(self, assumed: Assumptions, cores: int) -> float:
        """Return wall time: the driver's, and what is divided among the cores."""
        return self.wall.fixed + self.divided(assumed, cores)

    def divided(self, assumed: Assumptions, cores: int) -> float:
        """Return wall time of what notifications add, when no core waits for a part."""
        added = sum(model.cpu.each for model in self.models) * assumed.notifications
        return added / ((assumed.busy or self.busy) * cores)


def plan(results: SparkResults) -> Plan | None:
    """Work out how everything grows, from the two largest sizes; None where there are no two."""
    if len(results.runs) < 2:
        return None
    runs = (results.runs[-2], results.runs[-1])
    sizes = (runs[0].notifications, runs[1].notifications)
    by_size = [
        {node.name: node for node in results.nodes if node.notifications == size} for size in sizes
    ]
    models = [
        _model(sizes, (by_size[0][name], node))
        for name, node in by_size[1].items()
        if name in by_size[0]
    ]
    models.sort(key=lambda model: (-model.shuffled.each, -model.cpu.each, model.name))
    return Plan(
        sizes=sizes,
        models=models,
        wall=_sum(sizes, by_size, "seconds"),
        source=Growth.through(sizes, (runs[0].source_bytes, runs[1].source_bytes)),
        tables=Growth.through(sizes, (runs[0].table_bytes, runs[1].table_bytes)),
        run=runs[1],
        busy=_sum(sizes, by_size, "cpu_seconds").each / _sum(sizes, by_size, "run_seconds").each,
    )


def _model(sizes: tuple[int, int], nodes: tuple[SparkNode, SparkNode]) -> Model:
    grows = nodes[1].rows - nodes[0].rows >= GROWS_FROM * (sizes[1] - sizes[0])

    def growth(name: str) -> Growth:
        small, large = (float(getattr(node, name)) for node in nodes)
        return Growth.through(sizes, (small, large)) if grows else Growth(large, 0.0)

    return Model(
        name=nodes[1].name,
        grows=grows,
        cpu=growth("cpu_seconds"),
        read=growth("input_bytes"),
        shuffled=growth("shuffle_bytes"),
        largest_shuffle=growth("largest_shuffle_bytes"),
        written=growth("output_bytes"),
    )


def _sum(sizes: tuple[int, int], by_size: Sequence[dict[str, SparkNode]], name: str) -> Growth:
    small, large = (sum(float(getattr(node, name)) for node in found.values()) for found in by_size)
    return Growth.through(sizes, (small, large))


@dataclass(frozen=True)
class Shown:
    """What the tables are made from."""

    results: SparkResults
    assumed: Assumptions

    @cached_property
    def plan(self) -> Plan | None:
        """What follows from the measurements."""
        return plan(self.results)


def volume(value: float) -> str:
    """Write bytes as people say them."""
    for limit, unit in ((1e12, "TB"), (1e9, "GB"), (1e6, "MB")):
        if value >= limit:
            return f"{value / limit:,.1f} {unit}"
    return f"{value / 1e3:,.1f} kB"


def duration(seconds: float) -> str:
    """Write seconds as hours, or as minutes where they are few."""
    return f"{seconds / 3600:,.1f} h" if seconds >= 3600 else f"{seconds / 60:,.0f} min"


def _machine(shown: Shown) -> list[str]:
    results = shown.results
    run = results.runs[-1]
    return [
        f"{pages.machine(results.machine)} Spark has {run.memory} for the driver and all tasks, "
        f"at most {run.partitions} partitions of a shuffle, and broadcasts what is below "
        f"{volume(run.broadcast)}."
    ]


def _measured(shown: Shown) -> list[str]:
    results = shown.results
    body = []
    for run in results.runs:
        nodes = [node for node in results.nodes if node.notifications == run.notifications]
        cpu = sum(node.cpu_seconds for node in nodes)
        ran = sum(node.run_seconds for node in nodes)
        body.append(
            [
                f"{run.notifications:,}",
                f"{run.records:,}",
                f"{run.seconds:,.0f} s",
                f"{cpu:,.0f} s",
                f"{cpu / ran:.2f}" if ran else "",
                *(
                    volume(sum(getattr(node, name) for node in nodes))
                    for name in ("input_bytes", "shuffle_bytes", "output_bytes", "spilled_bytes")
                ),
            ]
        )
    header = ["notifications", "records", "wall time", "processor", "processor / time of the tasks"]
    return table([*header, "read", "shuffled", "written", "spilled"], body, 0)


def _assumptions(shown: Shown) -> list[str]:
    assumed = shown.assumed
    return table(
        ["assumed, not measured", "value", "option"],
        [
            ["notifications", f"{assumed.notifications:,}", "`--notifications`"],
            [
                "bytes of a shuffle that one task takes, compressed",
                f"{assumed.partition_bytes / 2**20:,.0f} MiB",
                "`--partition-bytes`",
            ],
            [
                "share of a paid core's time in which tasks compute"
                + ("" if assumed.busy else " (as measured, for each notification more)"),
                f"{assumed.busy or (shown.plan.busy if shown.plan else math.nan):.2f}",
                "`--busy`",
            ],
            [
                "price of a core for an hour, memory and disk included: a placeholder",
                f"{assumed.price:.2f}",
                "`--price`",
            ],
        ],
        1,
    )


def _answer(shown: Shown) -> list[str]:
    found = shown.plan
    if not found:
        return [NOT_MEASURED]
    assumed = shown.assumed
    size, cores = assumed.notifications, assumed.cores[len(assumed.cores) // 2]
    most = max(found.models, key=lambda model: model.largest_shuffle.at(size))
    hours = found.seconds(assumed, cores) / 3600
    return [
        f"**{size:,} notifications:** {found.cpu(size) / 3600:,.0f} hours of processor time, "
        f"{volume(found.shuffled(size))} shuffled in the whole build, "
        f"{most.partitions(assumed):,} partitions for the largest shuffle "
        f"(`{most.name}`, {volume(most.largest_shuffle.at(size))}), "
        f"{volume(found.source.at(size))} of delivery and {volume(found.tables.at(size))} of "
        f"tables; on {cores:,} cores {hours:,.1f} hours, which is {hours * cores:,.0f} core-hours, "
        f"or {hours * cores * assumed.price:,.0f} at {assumed.price:.2f} for each, in the "
        "currency of the price."
    ]


def _models(shown: Shown) -> list[str]:
    found = shown.plan
    if not found:
        return [NOT_MEASURED]
    assumed = shown.assumed
    growing = [model for model in found.models if model.grows]
    still = [model for model in found.models if not model.grows]
    listed, others = growing[: assumed.models], growing[assumed.models :]
    body = [_line(f"`{model.name}`", [model], assumed) for model in listed]
    if others:
        body.append(_line(f"{len(others)} others that grow", others, assumed))
    body.append(_line(f"{len(still)} nodes that do not grow", still, assumed))
    body.append(_line("**all**", found.models, assumed))
    header = ["model", "processor", "read", "shuffled", "written"]
    header += [f"{name}, in all" for name in ("processor", "shuffled")] + ["partitions"]
    return table(header, body, 1)


def _line(label: str, models: Sequence[Model], assumed: Assumptions) -> list[str]:
    size = assumed.notifications
    return [
        label,
        f"{1e6 * sum(model.cpu.each for model in models):,.2f} µs",
        *(
            f"{sum(getattr(model, name).each for model in models):,.1f} B"
            for name in ("read", "shuffled", "written")
        ),
        f"{sum(model.cpu.at(size) for model in models) / 3600:,.2f} h",
        volume(sum(model.shuffled.at(size) for model in models)),
        f"{max((model.partitions(assumed) for model in models), default=1):,}",
    ]


def _clusters(shown: Shown) -> list[str]:
    found = shown.plan
    if not found:
        return [NOT_MEASURED]
    assumed = shown.assumed
    body = []
    for cores in assumed.cores:
        seconds = found.seconds(assumed, cores)
        core_hours = seconds / 3600 * cores
        body.append(
            [
                f"{cores:,}",
                duration(found.wall.fixed),
                duration(found.divided(assumed, cores)),
                duration(seconds),
                f"{core_hours:,.0f}",
                f"{core_hours * assumed.price:,.0f}",
            ]
        )
    header = ["cores", "at any size", "all cores", "wall time", "core-hours", "cost"]
    return table(header, body, 0)


def _disk(shown: Shown) -> list[str]:
    found = shown.plan
    if not found:
        return [NOT_MEASURED]
    assumed = shown.assumed
    size = assumed.notifications
    most = max(found.models, key=lambda model: model.shuffled.at(size))
    return table(
        ["what", "a notification", f"{size:,}"],
        [
            [
                "the delivery, as Parquet",
                f"{found.source.each:,.1f} B",
                volume(found.source.at(size)),
            ],
            ["all tables, once", f"{found.tables.each:,.1f} B", volume(found.tables.at(size))],
            [
                f"shuffle files of the model with most (`{most.name}`)",
                f"{most.shuffled.each:,.1f} B",
                volume(most.shuffled.at(size)),
            ],
        ],
        1,
    )


def _skew(shown: Shown) -> list[str]:
    found = shown.plan
    if not found:
        return [NOT_MEASURED]
    assumed = shown.assumed
    results = shown.results
    run = found.run
    factor = assumed.notifications / run.notifications
    nodes = {node.name: node for node in results.nodes if node.notifications == run.notifications}
    body = []
    for what, model, rows, grows in (
        (
            "victim-years of one year whose hash begins alike, numbered in order",
            NUMBERED,
            math.ceil(run.year_victims / HASH_STARTS),
            True,
        ),
        ("records without an id, told apart by content", WITHOUT_ID, run.records_without_id, True),
        ("standing records about one person", OF_A_PERSON, run.person_records, False),
    ):
        node = nodes[model]
        width = node.shuffle_bytes / node.shuffle_rows if node.shuffle_rows else 0.0
        planned = rows * factor if grows else rows
        body.append([what, f"`{model}`", f"{rows:,}", f"{planned:,.0f}", volume(planned * width)])
    header = ["one task takes", "in", f"at {run.notifications:,}"]
    return table([*header, f"at {assumed.notifications:,}", "shuffled"], body, 2)


def _checked(shown: Shown) -> list[str]:
    results = shown.results
    if len(results.runs) < 3:
        return [f"{NOT_MEASURED}: it takes three sizes"]
    last = results.runs[-1]
    before = plan(replace(results, runs=results.runs[:-1]))
    assert before is not None  # noqa: S101 - there are two
    size = last.notifications
    nodes = [node for node in results.nodes if node.notifications == size]
    pairs = [
        ("processor", before.cpu(size), sum(node.cpu_seconds for node in nodes), "s"),
        ("shuffled", before.shuffled(size), sum(node.shuffle_bytes for node in nodes), ""),
        (
            "written",
            sum(model.written.at(size) for model in before.models),
            sum(node.output_bytes for node in nodes),
            "",
        ),
        ("tables", before.tables.at(size), last.table_bytes, ""),
    ]
    return table(
        [f"at {size:,}", "from the two sizes before", "measured", "measured / expected"],
        (
            [
                what,
                *(f"{value:,.0f} s" if unit else volume(value) for value in (expected, measured)),
                f"{measured / expected:.2f}",
            ]
            for what, expected, measured, unit in pairs
        ),
        1,
    )


RENDERERS: Final[dict[str, Callable[[Shown], list[str]]]] = {
    "plan-answer": _answer,
    "plan-machine": _machine,
    "plan-measured": _measured,
    "plan-assumptions": _assumptions,
    "plan-models": _models,
    "plan-clusters": _clusters,
    "plan-disk": _disk,
    "plan-skew": _skew,
    "plan-checked": _checked,
}


def rendered(name: str, shown: Shown) -> list[str]:
    """Return one table of the page."""
    return RENDERERS[name](shown) if shown.results.runs else [NOT_MEASURED]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what follows, or write the page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--results", type=Path, default=DEFAULT_RESULTS)
    parser.add_argument("--snapshot", action="store_true", help="write the page")
    standard = Assumptions()
    parser.add_argument("--notifications", type=int)
    parser.add_argument("--partition-bytes", type=int)
    parser.add_argument("--busy", type=float, help="from 0 to 1")
    parser.add_argument("--price", type=float, help="of a core for an hour")
    parser.add_argument("--cores", type=int, nargs="+")
    parser.add_argument("--models", type=int, help="so many are listed")
    options = parser.parse_args(arguments)
    given: dict[str, Any] = {
        field.name: tuple(value) if isinstance(value, list) else value
        for field in fields(Assumptions)
        if (value := getattr(options, field.name)) is not None
    }
    if given and options.snapshot:
        parser.error("The page shows the assumptions as they stand; leave out --snapshot.")
    shown = Shown(SparkResults.load(options.results), replace(standard, **given))

    def lines_of(name: str) -> list[str]:
        return rendered(name, shown)

    if options.snapshot:
        page = filled(PAGE.read_text(encoding="utf-8"), lines_of)
        PAGE.write_text(page, encoding="utf-8", newline="\n")
    else:
        print(printed(RENDERERS, lines_of))


if __name__ == "__main__":
    main()
