"""The traces of the site tell every published cell, and tell it truly."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from warehouses import ROOT

from slachtoffermonitor.site import proof
from slachtoffermonitor.site.chains import (
    POPULATION,
    ColumnYears,
    Sources,
    Trace,
    chain_of,
    read_sources,
    traces_of,
)
from slachtoffermonitor.site.conditions import ALL, Branch, Code
from slachtoffermonitor.site.data import (
    Cell,
    Edition,
    Labels,
    Step,
    Warehouse,
    cell_id,
)
from slachtoffermonitor.site.models import Model, Project
from slachtoffermonitor.site.texts import LANGUAGES, Texts
from slachtoffermonitor.site.trace import (
    DATA,
    arrange,
    first_cell,
    population,
    prepare,
    records,
    words,
    words_file,
)


@pytest.fixture(scope="module")
def sources(database: Path, warehouse: Warehouse) -> Sources:
    """Return what the traces are told from."""
    return read_sources(database, ROOT, warehouse)


@pytest.fixture(scope="module")
def traces(warehouse: Warehouse, sources: Sources) -> list[Trace]:
    """Return the traces of all cells."""
    return [
        trace
        for exhibit in warehouse.exhibits
        for edition in warehouse.editions_of(exhibit.code)
        for trace in traces_of(warehouse, sources, exhibit.code, edition.code).values()
    ]


def test_every_cell_is_told(warehouse: Warehouse, traces: list[Trace]) -> None:
    assert [trace.cell for trace in traces] == [
        cell
        for exhibit in warehouse.exhibits
        for edition in warehouse.editions
        for cell in warehouse.of(exhibit.code, edition.code)
    ]


def test_a_count_ends_in_its_value_and_another_number_in_its_members(traces: list[Trace]) -> None:
    for trace in traces:
        last = trace.steps[-1]
        assert last.is_total
        assert last.count == trace.counted.unit_count
        if trace.cell.unit_count is not None:
            assert last.count == trace.cell.value
    computed = {
        (trace.cell.measure, trace.counted.row_kind)
        for trace in traces
        if trace.cell.unit_count is None
    }
    assert computed == {
        ("rank", "nationality"),
        ("mean_age", "total"),
        ("victims_known_or_imputed", "coverage"),
    }


def test_every_total_is_the_sum_of_the_steps_before_it(traces: list[Trace]) -> None:
    for trace in traces:
        left = None
        for step in trace.steps:
            if step.is_total and left is not None and not step.code.startswith("fct_"):
                assert step.count == left, trace
            left = step.count if step.is_total else (left or 0) + step.count
            assert step.is_total or step.count <= 0, trace


def test_the_steps_of_an_edition_are_those_of_the_warehouse(
    warehouse: Warehouse, traces: list[Trace]
) -> None:
    known = {
        (step.edition_code, step.column_kind, step.column_code, step.step_code): step.victim_count
        for step in warehouse.steps
    }
    told = 0
    for trace in traces:
        cell = trace.cell
        # manners are registered from 2016 on, so that its edition has fewer years
        if cell.column_kind not in ("year", "edition") or cell.exhibit_code == "fig_2_06":
            continue
        for step in trace.steps:
            key = (cell.edition_code, cell.column_kind, cell.column_code, step.code)
            if key in known:
                assert step.count == known[key], trace
                told += 1
    assert told > len(traces)


def steps() -> list[Step]:
    """Return the steps of two years of an edition, in no order."""
    codes = ("all_known", "emm_only", "om_letter_only", "kmar_only_sexual", "analysis_population")
    return [
        Step("2015-2019", "year", year, place, code, f"R-{place}", count)
        for year, counts in (("2019", (10, -1, -2, -3, 4)), ("2018", (20, -2, -4, -6, 8)))
        for place, (code, count) in enumerate(zip(codes, counts, strict=True), start=1)
    ]


def branch(fact: str, leaves_out: tuple[str, ...] = ALL) -> Branch:
    """Return a branch that counts a fact."""
    return Branch("x", "y", Code("", 1, 1), fact, "f", "f.k", "", "f.y", "", "", "", leaves_out)


def told(fact: str, years: tuple[int, int], value: int, *leaves_out: str) -> list[tuple[str, int]]:
    """Return the steps to a number as code and count."""
    fact_of = "fct_known_notifications"
    facts = {(fact_of, "2015-2019", 2018): 9, (fact_of, "2015-2019", 2019): 5}
    chain = chain_of(
        Sources(steps(), {}, {}, facts, {}),
        "2015-2019",
        branch(fact, leaves_out or ALL),
        ColumnYears(years, ""),
        cell("V", count=value),
    )
    return [(step.code, step.count) for step in chain]


def test_the_steps_are_those_of_the_years_of_the_column() -> None:
    assert told("fct_known_victim_years", (2018, 2019), 5) == [
        ("all_known", 30),
        ("emm_only", -3),
        ("om_letter_only", -6),
        ("kmar_only_sexual", -9),
        ("analysis_population", 12),
        ("not_counted", -7),
        ("number", 5),
    ]
    assert told("fct_known_victim_years", (2019, 2019), 4)[-2:] == [
        ("analysis_population", 4),
        ("number", 4),
    ]


def test_notifications_are_told_from_all_of_them() -> None:
    assert told("fct_known_notifications", (2018, 2019), 6)[-4:] == [
        ("analysis_population", 12),
        ("fct_known_notifications", 14),
        ("not_counted", -8),
        ("number", 6),
    ]


def test_known_victims_lose_only_what_the_branch_leaves_out() -> None:
    assert told("fct_known_victim_years", (2019, 2019), 7, "emm_only", "om_letter_only") == [
        ("all_known", 10),
        ("emm_only", -1),
        ("om_letter_only", -2),
        ("number", 7),
    ]
    assert told("fct_known_victim_years", (2019, 2019), 2, "nothing") == [
        ("all_known", 10),
        ("not_counted", -8),
        ("number", 2),
    ]


def test_numbers_and_words_fit_together(
    warehouse: Warehouse, database: Path, traces: list[Trace], tmp_path: Path
) -> None:
    prepare(database, ROOT, tmp_path, tmp_path)
    common = {
        language: json.loads(
            (tmp_path / words_file(language))
            .read_text(encoding="utf-8")
            .removeprefix("window.traceWords=")
            .rstrip(";\n")
        )
        for language in LANGUAGES
    }
    files = {}
    for trace in traces:
        cell = trace.cell
        name = f"{cell.exhibit_code}-{cell.edition_code}"
        if name not in files:
            text = (tmp_path / DATA / f"{name}.js").read_text(encoding="utf-8")
            files[name] = json.loads(text.removeprefix("window.traceData=").rstrip(";\n"))
        data = files[name]
        row, column, _, kind, value, base, pct, base_row, base_id, members, pairs = data["cells"][
            cell.id
        ]
        assert data["rows"][row][:2] == [cell.row_kind, cell.row_code]
        assert data["columns"][column] == [cell.column_kind, cell.column_code]
        row_kind, row_code, place, condition = data["rows"][members]
        assert (row_kind, row_code) == (trace.counted.row_kind, trace.counted.row_code)
        assert condition == trace.row_condition
        query, conditions, is_population = data["branches"][place]
        assert bool(is_population) == (trace.branch.leaves_out == ALL)
        assert query == trace.branch.members_query()
        assert conditions[column] == trace.column_condition
        assert (kind, pct) == (cell.measure, cell.pct)
        assert value == (None if cell.value is None else pytest.approx(float(cell.value)))
        assert (base is None) == (cell.base is None)
        if base_id is not None:
            assert data["cells"][base_id][4] == base
            assert data["cells"][base_id][0] == base_row
        chain = [(*data["steps"][pairs[n]], pairs[n + 1]) for n in range(0, len(pairs), 2)]
        assert chain == [
            (step.code, step.unit, step.rule, int(step.is_total), step.count)
            for step in trace.steps
        ]
        for said in common.values():
            for code, unit, rule, _, _ in chain:
                assert said["steps"][code]
                assert said["units"][unit]
                assert not rule or said["rules"][rule]
    assert len(files) == len(warehouse.exhibits) * len(warehouse.editions) > 0
    for exhibit in warehouse.exhibits:
        cells = warehouse.of(exhibit.code, warehouse.default.code)
        for language in LANGUAGES:
            said = words(cells, Texts(language))
            for cell in cells:
                found = files[f"{exhibit.code}-{warehouse.default.code}"]["cells"][cell.id]
                assert said["rows"][found[0]] == cell.row_label.in_(language)
                assert said["columns"][found[1]] == cell.column_label.in_(language)
                assert said["measures"][found[2]]


def cell(row: str, column_kind: str = "edition", row_kind: str = "gender", count: int = 3) -> Cell:
    """Return a cell of an exhibit with two rows."""
    return Cell(
        *("2015-2019", "fig_2_08", column_kind, "2015-2019", Labels("a", "a"), row_kind, row),
        *(Labels(row, row), "victims", Decimal(count), count, Decimal(4), 75),
    )


def test_a_trace_ends_in_what_the_documents_print(warehouse: Warehouse, sources: Sources) -> None:
    name = cell_id("trafficking_form", "AU", "nationality", "BGR", "victims")
    t = Texts("nl")
    cells = warehouse.of("tab_2_1", "2015-2019")
    computed = next(cell for cell in cells if cell.id == name)
    assert (computed.value, computed.printed_value) == (Decimal(81), Decimal(114))
    assert computed.printed_share is None
    places = (
        dict.fromkeys((cell.row_kind, cell.row_code) for cell in cells),
        dict.fromkeys((cell.column_kind, cell.column_code) for cell in cells),
    )
    said = proof.words(warehouse, cells, places, t)
    row = list(places[0]).index(("nationality", "BGR"))
    assert said["conditions"][row] == "slachtoffers met als nationaliteit ‘Bulgarije’"
    column = list(places[1]).index(("trafficking_form", "AU"))
    assert said["spans"][column] == (
        "in 2015-2019, met als vorm van mensenhandel ‘Arbeidsuitbuiting’"
    )
    place, contradiction = said["claims"][computed.claim_ids]
    assert place.startswith("Tabel 2.1, Bulgarije, arbeidsuitbuiting, regel ")
    assert contradiction == "C-05"
    rows, columns = ({one: number for number, one in enumerate(place)} for place in places)
    numbers = proof.numbers(sources.proof, cells, rows, columns)
    assert numbers["printed"][name] == [114, None, [computed.claim_ids]]


def test_members_of_a_synthetic_register_are_shown_without_a_key(
    database: Path, warehouse: Warehouse, sources: Sources
) -> None:
    assert warehouse.synthetic
    members = sources.proof.members
    for exhibit in warehouse.exhibits:
        for cell in warehouse.of(exhibit.code, warehouse.default.code):
            if cell.unit_count is None:
                continue
            place = (cell.column_kind, cell.column_code, cell.row_kind, cell.row_code)
            some = members.get((exhibit.code, cell.edition_code, place), ())
            wanted = min(cell.unit_count, proof.MEMBERS_SHOWN)
            assert len(some) == wanted or cell.measure == "persons", cell
    people = {one for some in members.values() for one in some}
    with duckdb.connect(str(database), read_only=True) as connection:
        keys = {
            key
            for (key,) in connection.execute(
                "select victim_year_key from marts.fct_known_victim_years"
            ).fetchall()
        }
    assert not keys.intersection(str(code) for one in people for code in one)
    labels = [sources.proof.labels[name] for name in proof.ATTRIBUTES]
    for year, *codes in people:
        assert isinstance(year, int)
        assert all(code in found for code, found in zip(codes, labels, strict=True))


def test_members_of_a_delivered_register_are_not_read() -> None:
    with duckdb.connect() as connection:
        for statement in (
            "create schema marts",
            "create table marts.dim_editions as select 'delivered' as data_status",
        ):
            connection.execute(statement)
        found = proof.read_proof(connection)
    assert not found.members
    assert not found.labels


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


def test_the_population_stands_by_year_and_then_for_the_edition(warehouse: Warehouse) -> None:
    edition: Edition = warehouse.default
    columns, found = population(warehouse, edition)
    assert columns[-1] == edition.code
    assert columns[:-1] == sorted(columns[:-1])
    for counts in found.values():
        assert sum(counts[:-1]) == counts[-1]
    sums = [
        sum(counts[place] for counts in list(found.values())[:-1])
        for place, _ in enumerate(columns)
    ]
    assert sums == list(found.values())[-1]


def test_records_are_those_of_the_waterfall(warehouse: Warehouse) -> None:
    found = records(warehouse)
    assert 0 < found["counted"] < found["received"]
    assert found["deliveries"] == len({fate.delivery_id for fate in warehouse.fates})


def test_every_fact_of_the_population_is_one_that_its_steps_lead_to(
    warehouse: Warehouse, sources: Sources
) -> None:
    for step in warehouse.steps:
        if step.column_kind == "year" and step.edition_code == warehouse.default.code:
            year = int(step.column_code)
            counted = sources.facts[POPULATION, step.edition_code, year]
            wanted = {"analysis_population": counted}
            assert step.victim_count == wanted.get(step.step_code, step.victim_count)


def test_an_exhibit_rests_on_what_it_reads_only() -> None:
    def model(name: str, layer: str, *parents: str) -> Model:
        return Model(name, layer, "", "", "", "", "", (), (), parents, ())

    models = [
        model("raw_notifications", "raw"),
        model("int_mapping", "editions", "raw_notifications"),
        model("fct_a", "star", "raw_notifications"),
        model("fct_b", "star", "raw_notifications"),
        model("fig_a", "exhibits", "fct_a"),
        model("fig_b", "exhibits", "fct_b", "int_mapping"),
        model("published_cells", "published", "fig_a", "fig_b"),
    ]
    project = Project({found.name: found for found in models}, {})
    assert [found.name for found in project.chain("fig_a")] == [
        *("fig_a", "fct_a", "raw_notifications"),
    ]
    assert {found.name for found in project.chain("fig_b")} == {
        *("fig_b", "fct_b", "int_mapping", "raw_notifications"),
    }
