"""What the site knows of models and their columns: layers, tests, and what is made from what."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

LAYERS: Final = (
    ("raw", ("seeds/registrations",)),
    ("reference", ("seeds",)),
    ("staging", ("models/staging",)),
    ("lists", ("models/intermediate/reference",)),
    ("records", ("models/intermediate/codes", "models/intermediate/records")),
    ("fates", ("models/intermediate/fates",)),
    ("victim_years", ("models/intermediate/victim_years",)),
    ("exclusions", ("models/intermediate/exclusions",)),
    ("population", ("models/intermediate/population",)),
    ("editions", ("models/intermediate/editions",)),
    ("star", ("models/marts/star",)),
    ("exhibits", ("models/marts/exhibits",)),
    ("published", ("models/marts/cells",)),
    ("audit", ("models/audit",)),
)
"""Layers in the order of the road, and the folders of each; the first that fits decides."""

MARTS: Final = ("star", "exhibits", "published")

PROJECT_FILE: Final = "project.json"

GUARD_KINDS: Final = ("unit_test", "data_test", "identity")


@dataclass(frozen=True)
class Column:
    """A column of a model or seed."""

    name: str
    data_type: str
    description: str


@dataclass(frozen=True)
class Guard:
    """A test that guards a model.

    Attributes:
        name: what the test is called.
        kind: `unit_test`, `data_test` (of one model) or `identity` (between models).
        column: the column it is about; empty where it is about the whole model.
        description: what it holds, in a sentence; may be empty.
        path: its file, from the project's root.
    """

    name: str
    kind: str
    column: str
    description: str
    path: str


@dataclass(frozen=True)
class Model:
    """A model or seed of the project."""

    name: str
    layer: str
    path: str
    schema: str
    materialized: str
    description: str
    grain: str
    rules: tuple[str, ...]
    columns: tuple[Column, ...]
    parents: tuple[str, ...]
    guards: tuple[Guard, ...]

    @property
    def is_seed(self) -> bool:
        """Whether it is a table of the delivery or a code list."""
        return self.layer in ("raw", "reference")


@dataclass(frozen=True, order=True)
class Place:
    """A column of a model."""

    model: str
    column: str


@dataclass(frozen=True)
class Step:
    """A column that another is made from, and how.

    `pass-through`, `rename` or `transformation`; `count` where rows are counted by it.
    """

    place: Place
    how: str


@dataclass(frozen=True)
class Origin:
    """A column that is made from no other, as somebody has looked at.

    Attributes:
        place: the column.
        kind: `constant`, `series`, `order` or `empty`.
        nl: what it is, in Dutch.
        en: what it is, in English.
    """

    place: Place
    kind: str
    nl: str
    en: str

    def in_(self, language: str) -> str:
        """Say in a language what it is."""
        return self.nl if language == "nl" else self.en


@dataclass(frozen=True)
class Trail:
    """Everything that a column of a mart is made from.

    Attributes:
        start: the column.
        steps: how each column on the trail is made.
        ends: where the trail ends, seeds first.
    """

    start: Place
    steps: Mapping[Place, tuple[Step, ...]]
    ends: tuple[Place, ...]


@dataclass(frozen=True)
class Project:
    """The models of the project, and what their columns are made from."""

    models: Mapping[str, Model]
    made_from: Mapping[Place, tuple[Step, ...]]

    def layer(self, name: str) -> list[Model]:
        """Return the models of a layer, by name."""
        return sorted(
            (model for model in self.models.values() if model.layer == name),
            key=lambda model: model.name,
        )

    @property
    def marts(self) -> list[Model]:
        """The models that are published."""
        return [model for name in MARTS for model in self.layer(name)]

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of every layer, from left to right."""
        return {name: place for place, (name, _) in enumerate(LAYERS)}

    def chain(self, name: str) -> list[Model]:
        """Return a model and all that it rests on, the model itself first, seeds last.

        Every model stands before all that it is made from.
        """
        found: dict[str, Model] = {}
        depth: dict[str, int] = {}
        waiting = [(name, 0)]
        while waiting:
            here, far = waiting.pop()
            if depth.get(here, -1) >= far:
                continue
            depth[here] = far
            found[here] = self.models[here]
            waiting += [(parent, far + 1) for parent in self.models[here].parents]
        return sorted(
            found.values(),
            key=lambda model: (
                model.is_seed,
                model.layer == "reference",
                -self.order[model.layer],
                depth[model.name],
                model.name,
            ),
        )

    def trail(self, start: Place) -> Trail:
        """Follow a column to all its ends."""
        steps: dict[Place, tuple[Step, ...]] = {}
        ends = []
        waiting = [start]
        while waiting:
            here = waiting.pop()
            if here in steps:
                continue
            steps[here] = self.made_from.get(here, ())
            if not steps[here]:
                ends.append(here)
            waiting += [step.place for step in steps[here]]
        ends.sort(key=lambda end: (not self.models[end.model].is_seed, end))
        return Trail(start, steps, tuple(ends))


def guards_of(model: Model) -> dict[str, str]:
    """Return the tests of a model as a sentence for each kind."""
    kinds: dict[str, dict[str, list[str]]] = {}
    for guard in model.guards:
        columns = kinds.setdefault(guard.kind, {}).setdefault(guard.name.replace("_", " "), [])
        columns += [guard.column] if guard.column else []
    return {
        kind: "; ".join(
            name + (f" ({', '.join(columns)})" if columns else "")
            for name, columns in names.items()
        )
        for kind, names in kinds.items()
    }


def said_of_models(project: Project) -> str:
    """Return as a script what a row of each model is, its rules, its tests and their number."""
    said = {
        name: [model.grain or model.description, model.rules, guards_of(model), len(model.guards)]
        for name, model in project.models.items()
    }
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return f"window.traceModels={text};\n"


def write_project(project: Project, path: Path) -> None:
    """Keep the project for the processes that make the pages."""
    content = {
        "models": [asdict(model) for _, model in sorted(project.models.items())],
        "made_from": [
            [
                place.model,
                place.column,
                [[*asdict(step.place).values(), step.how] for step in steps],
            ]
            for place, steps in sorted(project.made_from.items())
        ],
    }
    path.write_text(json.dumps(content, sort_keys=True), encoding="utf-8")


def load_project(path: Path) -> Project:
    """Read what `write_project` kept."""
    content = json.loads(path.read_text(encoding="utf-8"))
    models = {}
    for values in content["models"]:
        columns = tuple(Column(**column) for column in values.pop("columns"))
        guards = tuple(Guard(**guard) for guard in values.pop("guards"))
        rules, parents = tuple(values.pop("rules")), tuple(values.pop("parents"))
        models[values["name"]] = Model(
            **values, columns=columns, guards=guards, rules=rules, parents=parents
        )
    made_from = {
        Place(model, column): tuple(Step(Place(*place), how) for *place, how in steps)
        for model, column, steps in content["made_from"]
    }
    return Project(models, made_from)
