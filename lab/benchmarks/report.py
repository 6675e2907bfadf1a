"""Prints what was measured as tables, or makes it the new snapshot of docs/performance.md.

    python -m lab.benchmarks.report [--results DIRECTORY] [--snapshot]

With `--snapshot` the tables of the page are written, and the plots in docs/images. The page speaks
of one day, one commit and one machine; nothing compares it with what is measured later.
"""

from __future__ import annotations

import argparse
import statistics
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from lab.benchmarks import engines, pages, plots
from lab.benchmarks.build import BUILDS_FILE, OVERHEAD_FILE, Build, Overhead
from lab.benchmarks.compare import DEFAULT_RESULTS
from lab.benchmarks.engines import ENGINES
from lab.benchmarks.pages import NOT_MEASURED, filled, printed, table
from lab.benchmarks.processes import ROOT
from lab.benchmarks.results import Line, Results, Share, limit_bytes, lines, shares
from lab.benchmarks.rows import read_rows

PAGE: Final = ROOT / "docs" / "performance.md"
IMAGES: Final = ROOT / "docs" / "images"
NODES_SHOWN: Final = 15
"""So many nodes are listed, the dearest first."""


def seconds(value: float | None) -> str:
    """Write seconds; empty for none."""
    return "" if value is None else f"{value:,.1f} s"


def gigabytes(value: int | None) -> str:
    """Write bytes as GB; empty for none."""
    return "" if value is None else f"{value / 1e9:.2f} GB"


def megabytes(value: int | None) -> str:
    """Write bytes as MB; empty for none."""
    return "" if value is None else f"{value / 1e6:,.1f} MB"


def growth(value: float | None) -> str:
    """Write a growth exponent; empty for none."""
    return "" if value is None else f"{value:.2f}"


def work_to_cells(results: Results) -> dict[int, float]:
    """Return the seconds of SQL of the warehouse up to its published cells, by size.

    The models that the cells are made from, and the cells, where only these are built, one at a
    time; seeds are not in it. Medians of the sums of the runs.
    """
    sums: dict[tuple[int, int], float] = defaultdict(float)
    for node in results.nodes:
        is_model = not node.layer.startswith("(")
        is_asked_for = (node.engine, node.skew) == (engines.WAREHOUSE_CELLS, 0)
        if is_asked_for and node.is_for_cells and is_model:
            sums[node.notifications, node.run] += node.seconds
    by_size: dict[int, list[float]] = defaultdict(list)
    for (size, _), total in sums.items():
        by_size[size].append(total)
    return {size: statistics.median(totals) for size, totals in by_size.items()}


def machine(results: Results) -> list[str]:
    """Say on what it was measured."""
    if not results.machine:
        return [NOT_MEASURED]
    return [pages.machine(results.machine)]


def registers(results: Results) -> list[str]:
    """Return the size of each register."""
    rows = {
        (run.notifications, run.skew): (run.records, run.parquet)
        for run in sorted(results.runs, key=lambda run: (run.skew, run.notifications))
    }
    return table(
        ["notifications", "about one person", "records", "Parquet"],
        (
            [f"{size:,}", f"{skew:,}" if skew else "", f"{records:,}", megabytes(parquet)]
            for (size, skew), (records, parquet) in rows.items()
        ),
        0,
    )


def compared(results: Results) -> list[str]:
    """Return every engine at every size."""
    return _compared(lines(results.runs))


def skewed(results: Results) -> list[str]:
    """Return every engine at registers with one person with very many notifications."""
    found: list[str] = []
    for skew in sorted({run.skew for run in results.runs if run.skew}):
        found += [f"{skew:,} notifications about one person:", ""]
        found += [*_compared(lines(results.runs, skew)), ""]
    return found[:-1] or [NOT_MEASURED]


def _compared(found: Sequence[Line]) -> list[str]:
    if not found:
        return [NOT_MEASURED]
    header = ["notifications", "engine", "wall time", "from - to", "processor", "memory at most"]
    header += ["of a limit of", "records a second", "left on disk", "growth", "cells that differ"]
    places = {name: place for place, name in enumerate(ENGINES)}
    ordered = sorted(found, key=lambda line: (line.notifications, places[line.engine]))
    return table([*header, "runs"], (_row(line) for line in ordered), 2)


def _row(line: Line) -> list[str]:
    engine = ENGINES[line.engine]
    start = [f"{line.notifications:,}", engine.label]
    if line.wall is None:
        return [*start, line.note, *[""] * 9]
    return [
        *start,
        seconds(line.wall),
        f"{line.fastest:.1f} - {line.slowest:.1f}",
        seconds(line.cpu),
        gigabytes(line.peak),
        f"{limit_bytes(line.memory) / 1e9:g} GB" if engine.is_limited else "",
        f"{line.records_per_second:,.0f}",
        megabytes(line.disk) if engine.has_cells else "",
        growth(line.growth),
        "" if line.wrong is None else str(line.wrong),
        str(line.runs),
    ]


def ratios(results: Results) -> list[str]:
    """Return the SQL of the warehouse up to the cells beside the alternatives."""
    kept = results.with_most_memory()
    work = work_to_cells(kept)
    if not work:
        return [NOT_MEASURED]
    walls = {(line.notifications, line.engine): line.wall for line in lines(kept.runs)}
    others = [engines.DUCKDB, engines.POLARS, engines.PANDAS]
    body = []
    for size, taken in sorted(work.items()):
        whole = walls.get((size, engines.WAREHOUSE_CELLS))
        for what, own in (("SQL of its models", taken), ("the whole program", whole)):
            row = [f"{size:,}", what, seconds(own)]
            for name in others:
                wall = walls.get((size, name))
                row.append(f"{own / wall:.2f}" if own and wall else "")
            body.append(row)
    header = ["notifications", "the warehouse, to the cells", "time"]
    return table(header + [f"/ {ENGINES[name].label}" for name in others], body, 2)


def layers(results: Results) -> list[str]:
    """Return the seconds of each layer of the warehouse."""
    return _shares(results, engines.WAREHOUSE, "layer", None)


def nodes(results: Results) -> list[str]:
    """Return the dearest nodes of the warehouse."""
    return _shares(results, engines.WAREHOUSE, "node", NODES_SHOWN)


def nodes_to_cells(results: Results) -> list[str]:
    """Return the dearest nodes on the way to the cells, one at a time."""
    return _shares(results, engines.WAREHOUSE_CELLS, "node", NODES_SHOWN)


def _shares(results: Results, engine: str, column: str, most: int | None) -> list[str]:
    found: list[Share] = shares(results.with_most_memory().nodes, engine, column)[:most]
    if not found:
        return [NOT_MEASURED]
    sizes = sorted({size for share in found for size in share.seconds})
    return table(
        [column, *(f"{size:,}" for size in sizes), "growth"],
        (
            [
                share.name.strip("()") if column == "layer" else f"`{share.name}`",
                *(seconds(share.seconds.get(size)) for size in sizes),
                growth(share.growth),
            ]
            for share in found
        ),
        1,
    )


def builds(folder: Path) -> list[str]:
    """Return the time of the default build, in each way."""
    rows = read_rows(Build, folder / BUILDS_FILE)
    body = []
    for way in dict.fromkeys(row.way for row in rows):
        walls = [row.wall for row in rows if row.way == way]
        cpu = statistics.median(row.cpu for row in rows if row.way == way)
        body.append(
            [
                f"`{way}`",
                seconds(statistics.median(walls)),
                f"{min(walls):.1f} - {max(walls):.1f}",
                seconds(cpu),
                str(len(walls)),
            ]
        )
    if not body:
        return [NOT_MEASURED]
    return table(["build from nothing", "wall time", "from - to", "processor", "runs"], body, 1)


def overhead(folder: Path) -> list[str]:
    """Return what dbt takes for each kind of node in the default build."""
    rows = read_rows(Overhead, folder / OVERHEAD_FILE)
    body = []
    for kind in dict.fromkeys(row.kind for row in rows):
        same = [row for row in rows if row.kind == kind]
        median = statistics.median(row.median for row in same)
        body.append(
            [
                "start, imports, reading of the project" if kind == "start" else kind,
                "" if kind == "start" else str(same[0].nodes),
                seconds(statistics.median(row.seconds for row in same)),
                "" if kind == "start" else f"{1000 * median:.0f} ms",
            ]
        )
    if not body:
        return [NOT_MEASURED]
    return table(["`dbt build`", "nodes", "together", "one in the middle"], body, 1)


BUILD_RENDERERS: Final[dict[str, Callable[[Path], list[str]]]] = {
    "benchmark-builds": builds,
    "benchmark-overhead": overhead,
}
RENDERERS: Final[dict[str, Callable[[Results], list[str]]]] = {
    "benchmark-machine": machine,
    "benchmark-registers": registers,
    "benchmark-engines": compared,
    "benchmark-skew": skewed,
    "benchmark-ratios": ratios,
    "benchmark-layers": layers,
    "benchmark-nodes": nodes,
    "benchmark-nodes-cells": nodes_to_cells,
}


def rendered(name: str, results: Results, folder: Path) -> list[str]:
    """Return the lines of one table.

    Args:
        name: of the table.
        results: of the comparison.
        folder: where the results of the default build lie.

    Raises:
        KeyError: nothing makes a table of this name.
    """
    if name in BUILD_RENDERERS:
        return BUILD_RENDERERS[name](folder)
    return RENDERERS[name](results)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables, or write the page and the plots."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--results", type=Path, default=DEFAULT_RESULTS)
    parser.add_argument("--snapshot", action="store_true", help="write the page and its plots")
    options = parser.parse_args(arguments)
    results = Results.load(options.results)

    def lines_of(name: str) -> list[str]:
        return rendered(name, results, options.results)

    if not options.snapshot:
        print(printed([*RENDERERS, *BUILD_RENDERERS], lines_of))
        return
    page = filled(PAGE.read_text(encoding="utf-8"), lines_of)
    PAGE.write_text(page, encoding="utf-8", newline="\n")
    for name, picture in plots.draw(results).items():
        (IMAGES / f"benchmark_{name}.svg").write_text(picture, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
