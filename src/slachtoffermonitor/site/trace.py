"""Trace a number: what leads to every published cell, on a page per exhibit and edition.

Three things lead to a number. The steps from all known victims to the analysis population stand in
the warehouse (`audit.aud_population_steps`). What a row counts stands in the exhibit's own SQL
(`conditions.py`) and in words. Who is counted is listed by a query on `audit.aud_cell_members` in
one's own warehouse; some members of a synthetic register are shown, none of a delivered one
(`proof.py`), beside what the documents print. The rules, models and tests stand below.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup

from slachtoffermonitor.site import proof
from slachtoffermonitor.site.chains import (
    NOT_COUNTED,
    NUMBER,
    POPULATION,
    UNITS,
    Sources,
    Trace,
    filled,
    model_file,
    place_of,
    read_sources,
    traces_of,
)
from slachtoffermonitor.site.conditions import (
    ALL,
    RECORDS_QUERY,
    Code,
    ExhibitSql,
)
from slachtoffermonitor.site.data import Cell, Edition, Exhibit, Step, Warehouse
from slachtoffermonitor.site.figures import (
    page_name,
    rules_of,
    trace_page,
)
from slachtoffermonitor.site.library import line_of, show_sql, source_file
from slachtoffermonitor.site.lineage import DBT_PAGE, MODELS_FILE
from slachtoffermonitor.site.material import Material
from slachtoffermonitor.site.models import GUARD_KINDS, PROJECT_FILE, Model, Project, load_project
from slachtoffermonitor.site.page import Page
from slachtoffermonitor.site.proof import Proof, plain
from slachtoffermonitor.site.reading import read_warehouse
from slachtoffermonitor.site.texts import LANGUAGES, Texts

_SAID: Final = (
    *("value", "named", "nobody", "share", "base", "unknown", "condition", "column", "computed"),
    *("computed_mean_age", "computed_rank", "computed_victims_known_or_imputed"),
    *("selection", "step", "count", "unit", "rule", "tests"),
    *("in_words", "population", "all_known", "print", "same", "differs", "share_same"),
    *("share_differs", "not_printed", "contradiction", "some", "year", "made_up", "only_count"),
    *("trafficking_form", "gender", "age_band", "nationality"),
)
"""What the page's script says of a number."""

DATA: Final = "trace-data"
"""Folder with the numbers of the traces, which both languages share."""


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


@dataclass(frozen=True)
class Counting:
    """A branch of an exhibit as a page shows it."""

    id: str
    heading: str
    labels: tuple[str, ...]
    code: Markup
    link: str
    lines: Code


def prepare(database: Path, root: Path, prepared: Path, site: Path) -> None:  # noqa: ARG001
    """Write the numbers of all traces, once for both languages.

    Args:
        database: the warehouse.
        root: the project.
        prepared: not used here.
        site: where the numbers are put.

    Raises:
        ProjectError: there is no complete warehouse, or an exhibit does not say what it counts.
    """
    warehouse = read_warehouse(database)
    sources = read_sources(database, root, warehouse)
    folder = site / DATA
    folder.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        t = Texts(language)
        common = common_words(warehouse.steps, t) | {"labels": proof.labels(sources.proof, t)}
        _write_script(site / words_file(language), "traceWords", common)
    for exhibit in warehouse.exhibits:
        for edition in warehouse.editions_of(exhibit.code):
            told = traces_of(warehouse, sources, exhibit.code, edition.code)
            cells = warehouse.of(exhibit.code, edition.code)
            content = numbers(warehouse, cells, told, sources.exhibits[exhibit.code], sources.proof)
            _write_script(folder / f"{exhibit.code}-{edition.code}.js", "traceData", content)


def words_file(language: str) -> str:
    """Return where the words stand that the traces of all exhibits share."""
    return f"{DATA}/words-{language}.js"


def _write_script(file: Path, name: str, content: Mapping[str, Any]) -> None:
    """Write data as a script: a page that is opened from disk may load nothing else."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    file.write_text(f"window.{name}={text};\n", encoding="utf-8", newline="\n")


def pages(material: Material) -> Iterable[Page]:
    """Yield the page that explains traces, and one for every exhibit in every edition."""
    warehouse, t = material.warehouse, material.t
    project = load_project(material.prepared() / PROJECT_FILE)
    sources = read_sources(material.database, material.root, warehouse)
    editions = {exhibit.code: warehouse.editions_of(exhibit.code) for exhibit in warehouse.exhibits}
    yield Page(
        path="trace/index",
        template="trace-index.html.j2",
        title=t("trace.title"),
        section="trace",
        context={
            "exhibits": warehouse.exhibits,
            "editions": editions,
            "trace_page": trace_page,
            "steps": {step.step_code: step.rule_id for step in _in_order(warehouse.steps)},
        },
        search=t("trace.lead"),
    )
    for exhibit in warehouse.exhibits:
        for edition in editions[exhibit.code]:
            yield _page(material, sources, project, exhibit, edition)


def _page(
    material: Material,
    sources: Sources,
    project: Project,
    exhibit: Exhibit,
    edition: Edition,
) -> Page:
    warehouse, t = material.warehouse, material.t
    number, title = exhibit.number(t.language), exhibit.title.in_(t.language)
    cells = warehouse.of(exhibit.code, edition.code)
    columns, groups = arrange(cells, t)
    told = traces_of(warehouse, sources, exhibit.code, edition.code)
    first = told[first_cell(cells).id]
    sql = sources.exhibits[exhibit.code]
    models = project.chain(exhibit.model_name)
    rules = (step.rule_id for step in warehouse.steps)
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
            "editions": warehouse.editions_of(exhibit.code),
            "exhibits": warehouse.exhibits,
            "page_name": trace_page,
            "figure_page": page_name(exhibit.code, edition.code),
            "columns": columns,
            "groups": groups,
            "first": first,
            "members_query": filled(first.branch.members_query(), first.counted),
            "records_query": filled(RECORDS_QUERY, first.counted),
            "countings": _countings(exhibit, sql, cells, t),
            "computed": [
                (show_sql(code.text), line_of(model_file(exhibit), code.first_line), code)
                for code in sql.computed
            ],
            "population": population(warehouse, edition),
            "records": records(warehouse),
            "words": words(cells, t) | proof.words(warehouse, cells, _places(cells)[:2], t),
            "data": f"{DATA}/{exhibit.code}-{edition.code}.js",
            "common": words_file(t.language),
            "guards": MODELS_FILE,
            "rules": rules_of(material, project.models[exhibit.model_name], rules),
            "layers": _by_layer(project, models),
            "model_count": len(models),
            "guard_count": len({guard for model in models for guard in model.guards}),
            "shown": frozenset(material.library.shown),
            "source_file": source_file,
            "dbt_page": DBT_PAGE,
        },
        sidebar="exhibits.html.j2",
    )


def _countings(
    exhibit: Exhibit, sql: ExhibitSql, cells: Sequence[Cell], t: Texts
) -> list[Counting]:
    """Return the branches of an exhibit with the labels of the rows that each of them counts."""
    rows = {
        (cell.row_kind, cell.row_code): cell.row_label.in_(t.language)
        for cell in cells
        if cell.unit_count is not None
    }
    found = []
    for place, branch in enumerate(sql.branches):
        labels = tuple(
            label
            for (kind, code), label in rows.items()
            if kind == branch.row_kind and branch.row_code in ("", code)
        )
        heading = labels[0] if branch.row_code and labels else t(f"row_kind.{branch.row_kind}")
        found.append(
            Counting(
                f"counted-{place}",
                f"{heading[:1].upper()}{heading[1:]}",
                () if branch.row_code else labels,
                show_sql(branch.code.text),
                line_of(model_file(exhibit), branch.code.first_line),
                branch.code,
            )
        )
    return found


def _in_order(steps: Iterable[Step]) -> list[Step]:
    return sorted(steps, key=lambda step: step.step_order)


def population(
    warehouse: Warehouse, edition: Edition
) -> tuple[list[str], dict[tuple[str, str], list[int]]]:
    """Return the columns of an edition and, by step and rule, the victims in each of them."""
    columns: dict[str, None] = {}
    found: dict[tuple[str, str], dict[str, int]] = {}
    ordered = sorted(
        (step for step in warehouse.steps if step.edition_code == edition.code),
        key=lambda step: (step.step_order, step.column_kind != "year", step.column_code),
    )
    for step in ordered:
        columns[step.column_code] = None
        found.setdefault((step.step_code, step.rule_id), {})[step.column_code] = step.victim_count
    return list(columns), {
        step: [counts[column] for column in columns] for step, counts in found.items()
    }


def records(warehouse: Warehouse) -> dict[str, int]:
    """Return how many records were received, in how many deliveries, and how many count."""
    return {
        "received": sum(fate.record_count for fate in warehouse.fates),
        "counted": sum(
            fate.record_count for fate in warehouse.fates if fate.fate_code == "counted"
        ),
        "deliveries": len({fate.delivery_id for fate in warehouse.fates}),
    }


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


def numbers(
    warehouse: Warehouse,
    cells: Sequence[Cell],
    told: Mapping[str, Trace],
    sql: ExhibitSql,
    ends: Proof,
) -> dict[str, Any]:
    """Return the numbers of an exhibit's traces, as small as can be and without words.

    `columns` holds the codes of every column, `rows` those of every row, with the place of its
    branch and what makes a member one of it. `branches` holds for each branch the query on its
    members, its condition for every column, and whether it counts the analysis population. `steps`
    holds every step once: code, unit, rule, whether it is a total. A cell is the places of its row,
    column and measure (:func:`words` has their words), its measure, value, base and percentage, the
    place of its base's row, the name of its base, the place of the row whose members it has, and
    pairs of a step's place and its count. What the traces end in: :func:`proof.numbers`.
    """
    rows, columns, measures = _places(cells)
    conditions = [[""] * len(columns) for _ in sql.branches]
    row_data: list[list[Any]] = [[*row, None, ""] for row in rows]
    steps: dict[tuple[str, str, str, int], int] = {}
    made: dict[str, list[Any]] = {}
    found = {place_of(cell): cell for cell in cells}
    for cell in cells:
        trace = told[cell.id]
        at = (cell.column_kind, cell.column_code)
        branch = sql.branches.index(trace.branch)
        conditions[branch][columns[at]] = trace.column_condition
        members = rows[trace.counted.row_kind, trace.counted.row_code]
        row_data[members][2:] = [branch, trace.row_condition]
        pairs: list[int] = []
        for step in trace.steps:
            key = (step.code, step.unit, step.rule, int(step.is_total))
            pairs += [steps.setdefault(key, len(steps)), step.count]
        kind = warehouse.row_kind(cell.exhibit_code, cell.row_kind, cell.measure)
        base = found.get((*at, kind.base_row_kind or "", kind.base_row_code or ""))
        made[cell.id] = [
            rows[cell.row_kind, cell.row_code],
            columns[at],
            measures[cell.measure],
            cell.measure,
            plain(cell.value),
            plain(cell.base),
            cell.pct,
            rows[base.row_kind, base.row_code] if base else None,
            base.id if base is not None and base.id != cell.id else None,
            members,
            pairs,
        ]
    return {
        "edition_code": cells[0].edition_code,
        "exhibit_code": cells[0].exhibit_code,
        "cells": made,
        "steps": [list(step) for step in steps],
        "rows": row_data,
        "columns": [list(column) for column in columns],
        "branches": [
            [branch.members_query(), conditions[place], int(branch.leaves_out == ALL)]
            for place, branch in enumerate(sql.branches)
        ],
        "records_query": RECORDS_QUERY,
    } | proof.numbers(ends, cells, rows, columns)


def words(cells: Sequence[Cell], t: Texts) -> dict[str, Any]:
    """Return the words for the numbers of an exhibit's traces, in the order of the numbers."""
    rows = {(cell.row_kind, cell.row_code): cell.row_label.in_(t.language) for cell in cells}
    columns = {
        (cell.column_kind, cell.column_code): cell.column_label.in_(t.language) for cell in cells
    }
    return {
        "rows": list(rows.values()),
        "columns": list(columns.values()),
        "measures": [t(f"measure.{measure}") for measure in _places(cells)[2]],
    }


def common_words(steps: Iterable[Step], t: Texts) -> dict[str, Any]:
    """Return the words that the traces of all exhibits share."""
    rules = {step.step_code: step.rule_id for step in _in_order(steps)}
    labels = {code: t(f"step.{code}") for code in rules}
    facts = [fact for fact in UNITS if fact not in POPULATION]
    labels |= {code: t(f"trace.step.{code}") for code in (*facts, NOT_COUNTED, NUMBER)}
    units = dict.fromkeys((*UNITS.values(), "persons"))
    return {
        "steps": labels,
        "units": {unit: t(f"trace.unit.{unit}") for unit in units},
        "rules": {rule: t(f"rule.{rule}") for rule in sorted(set(rules.values()))},
        "say": {key: t(f"trace.say.{key}") for key in _SAID} | {"members": t("trace.members_lead")},
        "guards": {kind: t(f"trace.guard.{kind}") for kind in GUARD_KINDS},
    }


def _places(
    cells: Sequence[Cell],
) -> tuple[dict[tuple[str, str], int], dict[tuple[str, str], int], dict[str, int]]:
    """Return the places of all rows, columns and measures, in the order of the cells."""
    rows: dict[tuple[str, str], int] = {}
    columns: dict[tuple[str, str], int] = {}
    measures: dict[str, int] = {}
    for cell in cells:
        rows.setdefault((cell.row_kind, cell.row_code), len(rows))
        columns.setdefault((cell.column_kind, cell.column_code), len(columns))
        measures.setdefault(cell.measure, len(measures))
    return rows, columns, measures


def _by_layer(project: Project, models: Sequence[Model]) -> list[tuple[str, list[Model]]]:
    """Return models by layer, from the exhibit down to the delivery."""
    layers: dict[str, list[Model]] = {}
    for model in models:
        layers.setdefault(model.layer, []).append(model)
    return sorted(layers.items(), key=lambda layer: -project.order[layer[0]])
