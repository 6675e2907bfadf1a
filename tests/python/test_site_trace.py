"""The traces of the site tell every published cell, and tell it truly."""

from __future__ import annotations

import json
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from warehouses import Builds

from slachtoffermonitor.site.data import Cell, Exhibit, Labels, Warehouse, read_warehouse
from slachtoffermonitor.site.lineage import Model, Project
from slachtoffermonitor.site.texts import LANGUAGES, Texts
from slachtoffermonitor.site.trace import (
    DATA,
    USED_FILE,
    CountedStep,
    Traces,
    arrange,
    first_cell,
    models_of,
    numbers,
    prepare,
    read_traces,
    words,
    words_file,
)


@pytest.fixture(scope="module")
def database(builds: Builds) -> Path:
    """Return a finished warehouse."""
    return builds.result("shipped").database


@pytest.fixture(scope="module")
def warehouse(database: Path) -> Warehouse:
    """Return what the site shows."""
    return read_warehouse(database)


@pytest.fixture(scope="module")
def traces(database: Path, warehouse: Warehouse) -> Traces:
    """Return the traces of all cells."""
    return read_traces(database, warehouse.cells)


def told_value(cell: Cell, steps: tuple[CountedStep, ...]) -> Decimal | None:
    """Return what the steps say that the cell is, from the steps that are no totals."""
    amounts = {step.step.code: step.count for step in steps if step.step.chain == "arithmetic"}
    if cell.measure == "mean_age":
        if not amounts["known_ages"]:
            return None
        mean = amounts["age_sum"] / amounts["known_ages"]
        return mean.quantize(Decimal("0.1"), ROUND_HALF_UP)
    if cell.measure == "rank":
        return 1 + amounts["nationalities_ahead"] if "nationalities_ahead" in amounts else None
    sums = {
        sum(step.count for step in steps if step.step.chain == chain and not step.step.is_total)
        for chain in ("records", "selection")
    }
    assert len(sums) == 1, cell
    return Decimal(sums.pop())


def test_every_cell_is_told_and_ends_in_its_value(warehouse: Warehouse, traces: Traces) -> None:
    assert len(warehouse.cells) == sum(len(told) for told in traces.cells.values())
    for cell in warehouse.cells:
        steps = traces.cells[cell.exhibit, cell.edition][cell.id]
        assert told_value(cell, steps) == cell.value, cell


def test_a_trace_begins_with_all_records_and_all_known_victims(
    warehouse: Warehouse, traces: Traces
) -> None:
    received = sum(fate.record_count for fate in warehouse.fates)
    rejected = sum(fate.record_count for fate in warehouse.fates if fate.fate_code == "rejected")
    known = {
        (cell.edition, cell.column_kind, cell.column_code): cell.value
        for cell in warehouse.cells
        if cell.row_code == "ALL_KNOWN"
    }
    for cell in warehouse.cells:
        steps = {
            (step.step.chain, step.step.code): step.count
            for step in traces.cells[cell.exhibit, cell.edition][cell.id]
        }
        assert steps["records", "accepted"] == received - rejected
        assert steps["records", "rejected"] == -rejected
        if cell.column_kind in ("year", "edition"):
            place = (cell.edition, cell.column_kind, cell.column_code)
            assert steps["selection", "all_known"] == known[place]


def test_what_takes_away_is_never_positive(traces: Traces) -> None:
    taking = {"superseded", "withdrawn", "repeated_in_group", "other_rows", "other_forms"}
    counts = [
        counted.count
        for told in traces.cells.values()
        for steps in told.values()
        for counted in steps
        if counted.step.code in taking
    ]
    assert counts
    assert max(counts) <= 0
    assert min(counts) < 0


def test_numbers_and_words_fit_together(
    warehouse: Warehouse, database: Path, tmp_path: Path
) -> None:
    prepare(database, Path(), tmp_path, tmp_path)
    used = json.loads((tmp_path / USED_FILE).read_text(encoding="utf-8"))
    assert len(used) == len({(cell.exhibit, cell.edition) for cell in warehouse.cells})
    for name, steps in used.items():
        exhibit, _, edition = name.partition("-")
        cells = warehouse.of(exhibit, edition)
        text = (tmp_path / DATA / f"{name}.js").read_text(encoding="utf-8")
        data = json.loads(text.removeprefix("window.traceData=").rstrip(";\n"))
        assert [step[:4] for step in data["steps"]] == steps
        for language in LANGUAGES:
            said = words(cells, Texts(language))
            text = (tmp_path / words_file(language)).read_text(encoding="utf-8")
            common = json.loads(text.removeprefix("window.traceWords=").rstrip(";\n"))
            for chain, code, unit, rule, _ in data["steps"]:
                assert common["steps"][f"{chain}.{code}"]
                assert common["units"][unit]
                assert not rule or common["rules"][rule]
            for cell in cells:
                row, column, measure, kind, value, base, pct, base_row, base_id, _ = data["cells"][
                    cell.id
                ]
                assert said["rows"][row] == cell.row_label.in_(language)
                assert said["columns"][column] == cell.column_label.in_(language)
                assert said["measures"][measure]
                assert (kind, pct) == (cell.measure, cell.pct)
                assert value == (None if cell.value is None else pytest.approx(float(cell.value)))
                assert (base is None) == (cell.base is None)
                if base_id is not None:
                    assert data["cells"][base_id][4] == base
                    assert data["cells"][base_id][0] == base_row


def cell(row: str, column_kind: str = "edition", row_kind: str = "gender") -> Cell:
    """Return a cell of an exhibit with two rows."""
    return Cell(
        *("2015-2019", "fig_2_08", column_kind, "2015-2019", Labels("a", "a"), row_kind, row),
        *(Labels(row, row), "genders", "victims", Decimal(3), Decimal(4), 75),
    )


def test_a_page_begins_with_the_total_of_the_edition() -> None:
    total = cell("total", row_kind="total")
    assert first_cell([cell("M", "year"), cell("M"), total]) == total
    assert first_cell([cell("M", "year"), cell("M")]) == cell("M")
    assert first_cell([cell("M", "year")]) == cell("M", "year")


def test_the_list_of_cells_has_every_cell_once_and_leaves_holes_empty() -> None:
    columns, groups = arrange([cell("M", "year"), cell("M"), cell("V")], Texts("nl"))
    assert len(columns) == 2
    assert [[found is not None for found in row.cells] for row in groups[0].rows] == [
        [True, True],
        [False, True],
    ]


def test_an_exhibit_rests_on_its_own_facts_only() -> None:
    def model(name: str, layer: str, *parents: str) -> Model:
        return Model(name, layer, "", "", "", "", "", (), (), parents, ())

    facts = ("fct_known_victim_years", "fct_victim_years", "fct_police_unit_notifications")
    models = [
        *(model(name, "star", "raw_notifications") for name in facts),
        model("fct_notifications", "star", "fct_victim_years"),
        model("raw_notifications", "raw"),
        model("cell_counts", "cells", "fct_notifications", *facts),
        model("cell_sums", "cells", "cell_counts"),
        model("cell_mean_ages", "cells", "fct_victim_years"),
        model("published_cells", "published", "cell_sums", "cell_mean_ages"),
        model("fig", "exhibits", "published_cells"),
    ]
    project = Project({found.name: found for found in models}, {})

    def names(code: str) -> set[str]:
        exhibit = Exhibit(code, "", Labels("", ""), "fig", "", "", "")
        return {found.name for found in models_of(project, exhibit)}

    assert names("fig_2_08") == {
        *("fig", "published_cells", "cell_sums", "cell_counts", "fct_victim_years"),
        "raw_notifications",
    }
    assert "cell_mean_ages" in names("fig_2_10")
    assert "fct_notifications" in names("fig_2_11")
    assert "fct_victim_years" not in names("fig_2_02")


def test_numbers_need_no_trace_to_name_a_cell(warehouse: Warehouse) -> None:
    cells = warehouse.of("fig_2_08", warehouse.newest.code)
    assert set(numbers(warehouse, cells, {})["cells"]) == {found.id for found in cells}
