"""Pictures of the layers: boxes for models, lines for what reads what, laid out by igraph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from itertools import pairwise
from typing import Final

from slachtoffermonitor.site.models import LAYERS, Model, Project

BOX_HEIGHT: Final = 26
ROW: Final = 38
LANE: Final = 12
"""Height of the place where a line passes a column."""

GAP: Final = 56
MARGIN: Final = 12
LETTER: Final = 6.7
"""Width of a letter in pixels, in the font of the boxes."""


@dataclass(frozen=True)
class Box:
    """A model, or all models of a neighbouring layer together."""

    label: str
    x: float
    y: float
    width: float
    is_neighbour: bool


@dataclass(frozen=True)
class Line:
    """A line from what is read to what reads it, as the points of an SVG path."""

    path: str


@dataclass(frozen=True)
class LayerPicture:
    """What a layer holds and where it stands."""

    layer: str
    models: tuple[Model, ...]
    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    reads: Mapping[str, int]
    """Layers it reads, with the number of their models that are read."""
    read_by: Mapping[str, int]
    """Layers that read it, with the number of their models that do."""


def picture(project: Project, layer: str, words: Mapping[str, str]) -> LayerPicture:
    """Draw the models of a layer, what they read of each other, and their neighbours.

    Args:
        project: all models.
        layer: its name.
        words: what the layers are called.
    """
    models = project.layer(layer)
    names = {model.name for model in models}
    lines: set[tuple[str, str]] = set()
    reads: dict[str, set[str]] = {}
    read_by: dict[str, set[str]] = {}
    for model in project.models.values():
        for parent in model.parents:
            other = project.models[parent]
            if model.name in names and parent in names:
                lines.add((parent, model.name))
            elif model.name in names:
                reads.setdefault(other.layer, set()).add(parent)
                lines.add((f"<{other.layer}", model.name))
            elif parent in names:
                read_by.setdefault(model.layer, set()).add(model.name)
                lines.add((parent, f">{model.layer}"))
    # A line to a neighbour is drawn where a chain of the layer begins or ends, or where the
    # neighbour would have none; all of them would hide the layer itself.
    begun = {child for parent, child in lines if parent in names and child in names}
    goes_on = {parent for parent, child in lines if parent in names and child in names}
    few = {
        (parent, child)
        for parent, child in lines
        if (parent in names or child not in begun) and (child in names or parent not in goes_on)
    }
    with_line = {end for line in few for end in line}
    lines = {line for line in lines if line in few or not with_line.issuperset(line)}
    order = [name for name, _ in LAYERS]
    before = [name for name in order if name in reads]
    after = [name for name in order if name in read_by]
    labels = {name: name for name in sorted(names)}
    labels |= {f"<{name}": f"{words[name]} ({len(reads[name])})" for name in before}
    labels |= {f">{name}": f"{words[name]} ({len(read_by[name])})" for name in after}
    in_order = sorted(lines)
    boxes, paths = _laid_out(labels, in_order)
    return LayerPicture(
        layer,
        tuple(models),
        round(max(box.x + box.width for box in boxes) + MARGIN),
        round(max(box.y for box in boxes) + BOX_HEIGHT + MARGIN),
        tuple(boxes),
        tuple(Line(path) for path in paths),
        {name: len(reads[name]) for name in before},
        {name: len(read_by[name]) for name in after},
    )


def _laid_out(
    labels: Mapping[str, str], lines: Sequence[tuple[str, str]]
) -> tuple[list[Box], list[str]]:
    """Return the boxes, and the lines as paths that lead around the boxes between their ends.

    Every box stands one column right of the last that it reads. Where a long line passes a column
    it has a place there, as a box has; igraph orders the places of each column so that few lines
    cross, and they are stacked in this order around the middle of the picture.
    """
    from igraph import Graph  # type: ignore[import-untyped]  # noqa: PLC0415

    names = list(labels)
    number = {name: index for index, name in enumerate(names)}
    columns = _columns(names, lines)
    routes: list[list[int]] = []
    for parent, child in lines:
        between = range(columns[number[parent]] + 1, columns[number[child]])
        route = [number[parent], *range(len(columns), len(columns) + len(between)), number[child]]
        columns += between
        routes.append(route)
    graph = Graph(
        n=len(columns), edges=[pair for route in routes for pair in pairwise(route)], directed=True
    )
    found = graph.layout_sugiyama(layers=columns, maxiter=500).coords
    boxes: dict[int, Box] = {}
    ports: dict[int, tuple[float, float, float]] = {}
    stacks = [
        sorted(
            (index for index, other in enumerate(columns) if other == column),
            key=lambda index: (found[index][0], index),
        )
        for column in range(max(columns) + 1)
    ]
    heights = [sum(ROW if index < len(names) else LANE for index in stack) for stack in stacks]
    left = float(MARGIN)
    for stack, height in zip(stacks, heights, strict=True):
        inside = [index for index in stack if index < len(names)]
        width = max(len(labels[names[index]]) for index in inside) * LETTER + 18
        top = MARGIN + (max(heights) - height) / 2
        for index in stack:
            is_box = index < len(names)
            if is_box:
                label = labels[names[index]]
                boxes[index] = Box(
                    label, round(left, 1), round(top, 1), round(width, 1), names[index][0] in "<>"
                )
            ports[index] = (left, left + width, top + (BOX_HEIGHT if is_box else LANE) / 2)
            top += ROW if is_box else LANE
        left += width + GAP
    paths = [_path([ports[index] for index in route]) for route in routes]
    return [boxes[index] for index in sorted(boxes)], paths


def _columns(names: Sequence[str], lines: Sequence[tuple[str, str]]) -> list[int]:
    """Return the column of every box: one more than the last that it reads."""
    parents: dict[str, list[str]] = {name: [] for name in names}
    for parent, child in lines:
        parents[child].append(parent)
    columns: dict[str, int] = {}
    for name in TopologicalSorter(parents).static_order():
        columns[name] = max((columns[parent] + 1 for parent in parents[name]), default=0)
    return [columns[name] for name in names]


def _path(ports: Sequence[tuple[float, float, float]]) -> str:
    """Return a path through places, each its left, its right and its height."""
    _, x, y = ports[0]
    path = f"M{x:.0f},{y:.0f}"
    for left, right, high in ports[1:]:
        bend = (left - x) / 2
        path += f"C{x + bend:.0f},{y:.0f} {left - bend:.0f},{high:.0f} {left:.0f},{high:.0f}"
        if right > left and (left, right, high) != ports[-1]:
            path += f"H{right:.0f}"
        x, y = right, high
    return path
