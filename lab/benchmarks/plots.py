"""Plots of the results, as SVG."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import altair as alt
import vl_convert

from lab.benchmarks import engines
from lab.benchmarks.engines import ENGINES
from lab.benchmarks.results import Line, Results, lines, shares

WIDTH: Final = 560
HEIGHT: Final = 320

COLOURS: Final = {
    engines.SCAN: "#9AA0A6",
    engines.DUCKDB: "#E69F00",
    engines.POLARS: "#009E73",
    engines.PANDAS: "#CC79A7",
    engines.WAREHOUSE: "#0B5C7A",
    engines.WAREHOUSE_CELLS: "#56B4E9",
}

# Whoever looks may have a wider font than the one by which the words were measured.
PADDING: Final = {"left": 20, "top": 5, "right": 45, "bottom": 5}

Picture = alt.Chart | alt.LayerChart | alt.FacetChart


def draw(results: Results) -> dict[str, str]:
    """Return the pictures by name; none where nothing was measured.

    Of an engine with several limits of memory the highest is drawn.
    """
    results = results.with_most_memory()
    found = [line for line in lines(results.runs) if line.wall is not None]
    pictures: dict[str, Picture] = {}
    if found:
        pictures["time"] = _by_size(
            found, "Time to the published cells", "seconds", lambda line: line.wall
        )
        pictures["memory"] = _by_size(
            found,
            "Memory at most",
            "gigabytes",
            lambda line: None if line.peak is None else line.peak / 1e9,
        )
    if layers := shares(results.nodes, engines.WAREHOUSE, "layer"):
        pictures["layers"] = _layers(
            [
                {"layer": share.name.strip("()"), "notifications": size, "seconds": seconds}
                for share in layers
                for size, seconds in share.seconds.items()
            ]
        )
    return {
        name: str(vl_convert.vegalite_to_svg(picture.properties(padding=PADDING).to_dict()))
        for name, picture in pictures.items()
    }


def _by_size(
    found: Sequence[Line], title: str, unit: str, value: Callable[[Line], float | None]
) -> Picture:
    """Return lines over the number of notifications; both axes are logarithmic."""
    names = [name for name in ENGINES if any(line.engine == name for line in found)]
    points = [
        {
            "engine": ENGINES[line.engine].label,
            "notifications": line.notifications,
            "value": value(line),
        }
        for line in found
        if value(line)
    ]
    sizes = sorted({line.notifications for line in found})
    base = alt.Chart(alt.InlineData(values=points), width=WIDTH, height=HEIGHT, title=title).encode(
        x=alt.X("notifications:Q", axis=alt.Axis(format="~s", values=sizes)).scale(type="log"),
        y=alt.Y("value:Q", title=unit).scale(type="log"),
        color=alt.Color("engine:N", title=None).scale(
            domain=[ENGINES[name].label for name in names],
            range=[COLOURS[name] for name in names],
        ),
    )
    return alt.layer(base.mark_line(), base.mark_point(filled=True, size=50))


def _layers(points: list[dict[str, object]]) -> Picture:
    """Return the seconds of each layer, a bar per size."""
    chart: alt.Chart = (
        alt.Chart(
            alt.InlineData(values=points),
            width=WIDTH,
            title="Seconds of the warehouse's nodes, by layer",
        )
        .mark_bar()
        .encode(
            x=alt.X("seconds:Q", title="seconds"),
            y=alt.Y("layer:N", title=None, sort="-x"),
            yOffset=alt.YOffset("notifications:O"),
            color=alt.Color(
                "notifications:O", title="notifications", legend=alt.Legend(format=",")
            ).scale(scheme="blues"),
        )
    )
    return chart
