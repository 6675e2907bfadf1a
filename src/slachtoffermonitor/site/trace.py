"""Trace a number: what leads to every published cell, step by step, on a page per exhibit.

The steps are counted in the warehouse (`audit.aud_cell_trace`, with the words of
`reference.ref_trace_steps`), where a test compares their ends with the published values. This page
only shows them, with the rules of the steps, the models below the exhibit and the tests of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from slachtoffermonitor.site.data import Cell, Edition, Exhibit, Labels
from slachtoffermonitor.site.figures import (
    OWN_RULES,
    POPULATION_RULES,
    Rule,
    page_name,
    trace_page,
)
from slachtoffermonitor.site.library import source_file
from slachtoffermonitor.site.lineage import DBT_PAGE, PROJECT_FILE, Model, Project, load_project
from slachtoffermonitor.site.material import Material
from slachtoffermonitor.site.page import Page
from slachtoffermonitor.site.texts import Texts
from slachtoffermonitor.warehouse import open_warehouse

CHAINS: Final = ("records", "selection", "sources", "arithmetic")

_FACTS: Final = {
    "fig_2_01": ("fct_known_victim_years", "fct_victim_years"),
    "fig_2_02": ("fct_known_victim_years",),
    "fig_2_11": ("fct_notifications", "fct_victim_years"),
    "fig_2_12": ("fct_police_unit_notifications", "fct_victim_years"),
    "fig_2_13": ("fct_notifications", "fct_victim_years"),
}
"""Facts that an exhibit counts, where it is not the victim-years alone."""

_CELLS: Final = {
    "fig_2_04b": ("cell_imputed_visibility",),
    "fig_2_10": ("cell_sums", "cell_mean_ages"),
    "tab_2_1": ("cell_sums", "cell_nationality_ranks"),
}
"""Models that fill the cells of an exhibit, where it is not the sums alone."""

_ALL_FACTS: Final = frozenset(
    {
        "fct_known_victim_years",
        "fct_victim_years",
        "fct_notifications",
        "fct_police_unit_notifications",
    }
)
_ALL_CELLS: Final = frozenset(
    {"cell_sums", "cell_mean_ages", "cell_nationality_ranks", "cell_imputed_visibility"}
)


@dataclass(frozen=True)
class TraceStep:
    """A step by which the trace of a cell is told."""

    chain: str
    code: str
    unit: str
    is_total: bool
    rule: str
    label: Labels


@dataclass(frozen=True)
class CountedStep:
    """A step with what it adds to (or takes from) a cell."""

    step: TraceStep
    count: Decimal


@dataclass(frozen=True)
class Traces:
    """The traces of all published cells.

    Attributes:
        steps: all steps, by chain and place.
        cells: the steps of every cell, by exhibit, edition and the cell's name in links.
    """

    steps: tuple[TraceStep, ...]
    cells: Mapping[tuple[str, str], Mapping[str, tuple[CountedStep, ...]]]


@dataclass(frozen=True)
class Row:
    """A row of the list of cells; a column without a cell is none."""

    label: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class RowGroup:
    """Rows of one kind and measure."""

    heading: str
    rows: tuple[Row, ...]


def read_traces(database: Path, cells: Sequence[Cell]) -> Traces:
    """Read the traces of all published cells.

    Args:
        database: the warehouse.
        cells: the published cells, which say what each is called in links.

    Raises:
        ProjectError: there is no complete warehouse.
    """
    names = {
        (
            cell.edition,
            cell.exhibit,
            cell.column_kind,
            cell.column_code,
            cell.row_kind,
            cell.row_code,
            cell.measure,
        ): cell.id
        for cell in cells
    }
    with open_warehouse(database) as connection:
        steps = {
            (chain, code): TraceStep(chain, code, unit, total, rule or "", Labels(nl, en))
            for chain, code, unit, total, rule, nl, en in connection.execute(
                "select chain_code, step_code, unit_code, is_total, rule_id, label_nl, label_en "
                "from reference.ref_trace_steps order by chain_code, step_order"
            ).fetchall()
        }
        rows = connection.execute(
            "select edition_code, exhibit_code, column_kind, column_code, row_kind, row_code, "
            "measure, chain_code, step_code, unit_code, rule_id, step_count "
            "from audit.aud_cell_trace order by all"
        ).fetchall()
    places = {key: place for place, key in enumerate(steps)}
    found: dict[tuple[str, str], dict[str, list[tuple[int, CountedStep]]]] = {}
    for *cell, chain, code, unit, _, count in rows:
        step = steps[chain, code]
        if step.unit != unit:
            step = TraceStep(chain, code, unit, step.is_total, step.rule, step.label)
        found.setdefault((cell[1], cell[0]), {}).setdefault(names[tuple(cell)], []).append(
            (places[chain, code], CountedStep(step, count))
        )
    return Traces(
        tuple(steps.values()),
        {
            exhibit: {
                name: tuple(counted for _, counted in sorted(told, key=lambda placed: placed[0]))
                for name, told in of_exhibit.items()
            }
            for exhibit, of_exhibit in found.items()
        },
    )


def models_of(project: Project, exhibit: Exhibit) -> list[Model]:
    """Return the models that an exhibit rests on, from its own down to the delivery."""
    facts = _FACTS.get(exhibit.code, ("fct_victim_years",))
    cells = _CELLS.get(exhibit.code, ("cell_sums",))
    leave_out = (_ALL_FACTS - set(facts)) | (_ALL_CELLS - set(cells))
    return project.chain(exhibit.model_name, leave_out)


def pages(material: Material) -> Iterable[Page]:
    """Yield the page that explains traces, and one for every exhibit in every edition."""
    warehouse, t = material.warehouse, material.t
    project = load_project(material.prepared / PROJECT_FILE)
    traces = read_traces(material.database, warehouse.cells)
    editions = {
        exhibit.code: [
            edition for edition in warehouse.editions if warehouse.of(exhibit.code, edition.code)
        ]
        for exhibit in warehouse.exhibits
    }
    newest = warehouse.newest
    yield Page(
        path="trace/index",
        template="trace-index.html.j2",
        title=t("trace.title"),
        section="trace",
        context={
            "exhibits": warehouse.exhibits,
            "editions": editions,
            "trace_page": trace_page,
            "newest": newest,
            "steps": {
                chain: [step for step in traces.steps if step.chain == chain] for chain in CHAINS
            },
        },
        search=t("trace.lead"),
    )
    for exhibit in warehouse.exhibits:
        models = _by_layer(project, models_of(project, exhibit))
        for edition in editions[exhibit.code]:
            yield _page(material, traces, exhibit, edition, models)


def _page(
    material: Material,
    traces: Traces,
    exhibit: Exhibit,
    edition: Edition,
    models: Sequence[tuple[str, Sequence[Model]]],
) -> Page:
    warehouse, t = material.warehouse, material.t
    number, title = exhibit.number(t.language), exhibit.title.in_(t.language)
    cells = warehouse.of(exhibit.code, edition.code)
    editions = [one for one in warehouse.editions if warehouse.of(exhibit.code, one.code)]
    told = traces.cells.get((exhibit.code, edition.code), {})
    columns, groups = arrange(cells, t)
    return Page(
        path=trace_page(exhibit.code, edition.code),
        template="trace.html.j2",
        title=f"{t('trace.title')}: {number}, {edition.code}",
        section="trace",
        context={
            "exhibit": exhibit,
            "number": number,
            "heading": title,
            "edition": edition,
            "editions": editions,
            "exhibits": warehouse.exhibits,
            "page_name": trace_page,
            "figure_page": page_name(exhibit.code, edition.code),
            "columns": columns,
            "groups": groups,
            "first": first_cell(cells).id,
            "payload": payload(cells, told, material, exhibit),
            "rules": rules_of(material, exhibit, cells, told),
            "models": models,
            "guards_of": guards_of,
            "model_count": sum(len(found) for _, found in models),
            "guard_count": len(
                {guard for _, found in models for model in found for guard in model.guards}
            ),
            "shown": frozenset(material.library.shown),
            "source_file": source_file,
            "dbt_page": DBT_PAGE,
        },
        sidebar="exhibits.html.j2",
    )


def arrange(cells: Sequence[Cell], t: Texts) -> tuple[list[str], list[RowGroup]]:
    """Return the cells as a table: the names of the columns, and the rows by kind and measure."""
    columns = {
        (cell.column_kind, cell.column_code): cell.column_label.in_(t.language) for cell in cells
    }
    kinds: dict[tuple[str, str], dict[str, dict[tuple[str, str], Cell]]] = {}
    for cell in cells:
        rows = kinds.setdefault((cell.row_kind, cell.measure), {})
        rows.setdefault(cell.row_code, {})[cell.column_kind, cell.column_code] = cell
    groups = []
    for (kind, measure), rows in kinds.items():
        heading = f"{t(f'row_kind.{kind}')}, {t(f'measure.{measure}')}"
        shown = [
            Row(
                next(iter(found.values())).row_label.in_(t.language),
                tuple(found.get(column) for column in columns),
            )
            for found in rows.values()
        ]
        groups.append(RowGroup(heading, tuple(shown)))
    return list(columns.values()), groups


def first_cell(cells: Sequence[Cell]) -> Cell:
    """Return the cell that a page begins with: the total, or else the first, of the edition."""
    whole = [cell for cell in cells if cell.column_kind == "edition"] or list(cells)
    return next((cell for cell in whole if cell.row_kind == "total"), whole[0])


def payload(
    cells: Sequence[Cell],
    told: Mapping[str, Sequence[CountedStep]],
    material: Material,
    exhibit: Exhibit,
) -> dict[str, Any]:
    """Return what the page's script shows of each cell, as small as can be.

    `steps` holds every step once: chain, code, words, unit, rule, whether it is a total; `labels`
    every label once. A cell is the places of its row, column and measure among the labels, its
    value, base and percentage, the place of its base's row, the name of its base, and pairs of a
    step's place and its count.
    """
    t, language = material.t, material.t.language
    steps: dict[tuple[str, ...], int] = {}
    shown: list[list[Any]] = []
    labels: dict[str, int] = {}
    made: dict[str, list[Any]] = {}
    bases = {
        (cell.column_kind, cell.column_code, cell.row_kind, cell.row_code): cell for cell in cells
    }
    for cell in cells:
        pairs: list[Any] = []
        for counted in told.get(cell.id, ()):
            step = counted.step
            key = (step.chain, step.code, step.unit)
            if key not in steps:
                steps[key] = len(shown)
                words = step.label.in_(language)
                unit = t(f"trace.unit.{step.unit}")
                shown.append([step.chain, step.code, words, unit, step.rule, int(step.is_total)])
            pairs += [steps[key], _plain(counted.count)]
        kind = material.warehouse.row_kind(exhibit.code, cell.row_kind, cell.measure)
        base = bases.get(
            (
                cell.column_kind,
                cell.column_code,
                kind.base_row_kind or "",
                kind.base_row_code or "",
            )
        )
        made[cell.id] = [
            *(
                labels.setdefault(words, len(labels))
                for words in (
                    cell.row_label.in_(language),
                    cell.column_label.in_(language),
                    t(f"measure.{cell.measure}"),
                )
            ),
            cell.measure,
            _plain(cell.value),
            _plain(cell.base),
            cell.pct,
            labels.setdefault(base.row_label.in_(language), len(labels)) if base else None,
            base.id if base is not None and base.id != cell.id else None,
            pairs,
        ]
    rules = sorted({str(step[4]) for step in shown if step[4]})
    return {
        "cells": made,
        "labels": list(labels),
        "steps": shown,
        "rules": {rule: t(f"rule.{rule}") for rule in rules},
        "words": {
            key: t(f"trace.say.{key}")
            for key in (
                "value",
                "nobody",
                "share",
                "base",
                "mean",
                "rank",
                "imputed",
                "records",
                "selection",
                "sources",
                "arithmetic",
                "step",
                "count",
                "unit",
                "rule",
                "link",
                "unknown",
            )
        },
    }


def rules_of(
    material: Material,
    exhibit: Exhibit,
    cells: Sequence[Cell],
    told: Mapping[str, Sequence[CountedStep]],
) -> list[Rule]:
    """Return the rules of an exhibit and of the steps to its cells, with their rulings."""
    names = [*OWN_RULES[exhibit.code], *POPULATION_RULES]
    names += [counted.step.rule for steps in told.values() for counted in steps]
    if any(cell.column_kind == "trafficking_form" for cell in cells):
        names.append("R-12")
    if any(cell.pct is not None for cell in cells):
        names.append("R-31")
    return [
        Rule(name, material.t(f"rule.{name}"), tuple(material.library.of_rule(name)))
        for name in sorted(set(filter(None, names)))
    ]


def guards_of(model: Model) -> list[tuple[str, str]]:
    """Return the tests of a model in a sentence for each kind."""
    kinds: dict[str, dict[str, list[str]]] = {}
    for guard in model.guards:
        columns = kinds.setdefault(guard.kind, {}).setdefault(guard.name.replace("_", " "), [])
        columns += [guard.column] if guard.column else []
    return [
        (
            kind,
            "; ".join(
                name + (f" ({', '.join(columns)})" if columns else "")
                for name, columns in names.items()
            ),
        )
        for kind, names in kinds.items()
    ]


def _by_layer(project: Project, models: Sequence[Model]) -> list[tuple[str, list[Model]]]:
    """Return models by layer, from the exhibit down to the delivery."""
    layers: dict[str, list[Model]] = {}
    for model in models:
        layers.setdefault(model.layer, []).append(model)
    return sorted(layers.items(), key=lambda layer: -project.order[layer[0]])


def _plain(value: Decimal | None) -> int | float | None:
    """Return a number for the script: whole where it is, else with at most six decimals."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
