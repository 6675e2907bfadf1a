"""Trace a number: what leads to every published cell, step by step, on a page per exhibit.

The steps are counted in the warehouse (`audit.aud_cell_trace`, with the words of
`reference.ref_trace_steps`), where a test compares their ends with the published values. This page
only shows them, with the rules of the steps, the models below the exhibit and the tests of each.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import duckdb

from slachtoffermonitor.site.data import Cell, Edition, Exhibit, Labels, Warehouse, read_warehouse
from slachtoffermonitor.site.figures import (
    Rule,
    page_name,
    rules_of,
    trace_page,
)
from slachtoffermonitor.site.library import source_file
from slachtoffermonitor.site.lineage import (
    DBT_PAGE,
    GUARD_KINDS,
    MODELS_FILE,
    PROJECT_FILE,
    Model,
    Project,
    load_project,
)
from slachtoffermonitor.site.material import Material
from slachtoffermonitor.site.page import Page
from slachtoffermonitor.site.texts import LANGUAGES, Texts
from slachtoffermonitor.warehouse import open_warehouse

CHAINS: Final = ("records", "selection", "sources", "arithmetic")
DATA: Final = "trace-data"
"""Folder with the numbers of the traces, which both languages share."""
USED_FILE: Final = "trace-steps.json"
"""Kept for the pages: the steps that the cells of each exhibit have."""

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

_SAID: Final = (
    *("value", "named", "nobody", "share", "base", "mean", "rank", "imputed", "unknown"),
    *("records", "selection", "sources", "arithmetic", "step", "count", "unit", "rule"),
    "tests",
)
"""What the page's script says of a number."""

_UNITS: Final = (
    *("records", "notifications", "police_unit_notifications", "victims", "persons"),
    *("expected_victims", "years", "nationalities", "imputation_cells"),
)
"""What steps count."""

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
        steps = _steps(connection)
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


def _steps(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], TraceStep]:
    """Return all steps by chain and code, in their order."""
    return {
        (chain, code): TraceStep(chain, code, unit, total, rule or "", Labels(nl, en))
        for chain, code, unit, total, rule, nl, en in connection.execute(
            "select chain_code, step_code, unit_code, is_total, rule_id, label_nl, label_en "
            "from reference.ref_trace_steps order by chain_code, step_order"
        ).fetchall()
    }


def models_of(project: Project, exhibit: Exhibit) -> list[Model]:
    """Return the models that an exhibit rests on, from its own down to the delivery."""
    facts = _FACTS.get(exhibit.code, ("fct_victim_years",))
    cells = _CELLS.get(exhibit.code, ("cell_sums",))
    leave_out = (_ALL_FACTS - set(facts)) | (_ALL_CELLS - set(cells))
    return project.chain(exhibit.model_name, leave_out)


def prepare(database: Path, root: Path, prepared: Path, site: Path) -> None:  # noqa: ARG001
    """Write the numbers of all traces, once for both languages.

    Args:
        database: the warehouse.
        root: the project.
        prepared: where it is kept which steps each exhibit has.
        site: where the numbers are put.

    Raises:
        ProjectError: there is no complete warehouse.
    """
    warehouse = read_warehouse(database)
    traces = read_traces(database, warehouse.cells)
    folder = site / DATA
    folder.mkdir(parents=True, exist_ok=True)
    with open_warehouse(database) as connection:
        steps = _steps(connection)
    for language in LANGUAGES:
        common = common_words(steps.values(), Texts(language))
        _write_script(site / words_file(language), "traceWords", common)
    used: dict[str, list[list[str]]] = {}
    for (exhibit, edition), told in sorted(traces.cells.items()):
        content = numbers(warehouse, warehouse.of(exhibit, edition), told)
        _write_script(folder / f"{exhibit}-{edition}.js", "traceData", content)
        used[f"{exhibit}-{edition}"] = [step[:4] for step in content["steps"]]
    (prepared / USED_FILE).write_text(json.dumps(used, sort_keys=True), encoding="utf-8")


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
    project = load_project(material.prepared / PROJECT_FILE)
    used = json.loads((material.prepared / USED_FILE).read_text(encoding="utf-8"))
    with open_warehouse(material.database) as connection:
        steps = _steps(connection)
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
            "steps": {
                chain: [step for step in steps.values() if step.chain == chain] for chain in CHAINS
            },
        },
        search=t("trace.lead"),
    )
    for exhibit in warehouse.exhibits:
        models = models_of(project, exhibit)
        for edition in editions[exhibit.code]:
            told = [
                TraceStep(chain, code, unit, False, rule, steps[chain, code].label)
                for chain, code, unit, rule in used[f"{exhibit.code}-{edition.code}"]
            ]
            model = project.models[exhibit.model_name]
            rules = rules_of(material, model, (step.rule for step in told))
            yield _page(material, exhibit, edition, rules, _by_layer(project, models))


def _page(
    material: Material,
    exhibit: Exhibit,
    edition: Edition,
    rules: Sequence[Rule],
    models: Sequence[tuple[str, Sequence[Model]]],
) -> Page:
    warehouse, t = material.warehouse, material.t
    number, title = exhibit.number(t.language), exhibit.title.in_(t.language)
    cells = warehouse.of(exhibit.code, edition.code)
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
            "editions": warehouse.editions_of(exhibit.code),
            "exhibits": warehouse.exhibits,
            "page_name": trace_page,
            "figure_page": page_name(exhibit.code, edition.code),
            "columns": columns,
            "groups": groups,
            "first": first_cell(cells).id,
            "words": words(cells, t),
            "data": f"{DATA}/{exhibit.code}-{edition.code}.js",
            "common": words_file(t.language),
            "guards": MODELS_FILE,
            "rules": rules,
            "layers": models,
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


def numbers(
    warehouse: Warehouse, cells: Sequence[Cell], told: Mapping[str, Sequence[CountedStep]]
) -> dict[str, Any]:
    """Return the numbers of an exhibit's traces, as small as can be and without words.

    `steps` holds every step once: chain, code, unit, rule, whether it is a total. A cell is the
    places of its row, column and measure among those of the exhibit (:func:`words` has their
    words), its measure, value, base and percentage, the place of its base's row, the name of its
    base, and pairs of a step's place and its count.
    """
    rows, columns, measures = _places(cells)
    steps: dict[tuple[str, str, str], int] = {}
    shown: list[list[Any]] = []
    made: dict[str, list[Any]] = {}
    found = {
        (cell.column_kind, cell.column_code, cell.row_kind, cell.row_code): cell for cell in cells
    }
    for cell in cells:
        pairs: list[Any] = []
        for counted in told.get(cell.id, ()):
            step = counted.step
            key = (step.chain, step.code, step.unit)
            if key not in steps:
                steps[key] = len(shown)
                shown.append([step.chain, step.code, step.unit, step.rule, int(step.is_total)])
            pairs += [steps[key], _plain(counted.count)]
        kind = warehouse.row_kind(cell.exhibit, cell.row_kind, cell.measure)
        at = (cell.column_kind, cell.column_code)
        base = found.get((*at, kind.base_row_kind or "", kind.base_row_code or ""))
        made[cell.id] = [
            rows[cell.row_kind, cell.row_code],
            columns[at],
            measures[cell.measure],
            cell.measure,
            _plain(cell.value),
            _plain(cell.base),
            cell.pct,
            rows[base.row_kind, base.row_code] if base else None,
            base.id if base is not None and base.id != cell.id else None,
            pairs,
        ]
    return {"cells": made, "steps": shown}


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


def common_words(steps: Iterable[TraceStep], t: Texts) -> dict[str, Any]:
    """Return the words that the traces of all exhibits share."""
    known = list(steps)
    return {
        "steps": {f"{step.chain}.{step.code}": step.label.in_(t.language) for step in known},
        "units": {unit: t(f"trace.unit.{unit}") for unit in _UNITS},
        "rules": {rule: t(f"rule.{rule}") for rule in sorted({step.rule for step in known} - {""})},
        "say": {key: t(f"trace.say.{key}") for key in _SAID},
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


def _plain(value: Decimal | None) -> int | float | None:
    """Return a number for the script: whole where it is, else with at most six decimals."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
