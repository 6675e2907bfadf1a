"""The plan for very many notifications follows from what was measured, as its page says."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from lab.benchmarks import plan
from lab.benchmarks.pages import NOT_MEASURED
from lab.benchmarks.plan import Assumptions, Growth, Shown
from lab.benchmarks.spark_models import SETTINGS, SparkNode, SparkResults, SparkRun
from lab.spark.measurement import NodeCost

MACHINE: Final = {"processors": "2", "memory": "24 GiB", "system": "Linux x86_64", "java": "17"}
ASSUMED: Final = Assumptions(
    notifications=1_000_000, partition_bytes=1_000_000, busy=0.5, price=0.1, cores=(10,), models=1
)


def _run(size: int) -> SparkRun:
    """Ten bytes of delivery and forty of tables each; a tenth are victim-years of one year."""
    return SparkRun(
        notifications=size,
        records=size + size // 10,
        source_bytes=500 + 10 * size,
        table_bytes=7_000 + 40 * size,
        seconds=100.0,
        year_victims=size // 10,
        person_records=9,
        records_without_id=size // 100,
        memory="4g",
        partitions=8,
        broadcast=100_000,
    )


def _node(size: int, name: str, factor: int, kind: str = "model") -> SparkNode:
    """Costs that are a straight line of the size, `factor` times as steep."""
    rows = factor * size
    return SparkNode(
        notifications=size,
        name=name,
        kind=kind,
        seconds=2.0 + rows / 1_000,
        tasks=1,
        cpu_seconds=1.0 + rows / 500,
        run_seconds=2.0 + rows / 250,
        input_bytes=100 + 2 * rows,
        input_rows=rows + 5,
        shuffle_bytes=30 + 8 * rows,
        shuffle_rows=2 * rows,
        output_bytes=3 * rows,
        output_rows=rows,
        spilled_bytes=0,
        result_bytes=1,
        largest_shuffle_bytes=30 + 5 * rows,
    )


def _results(*sizes: int) -> SparkResults:
    factors = {
        plan.NUMBERED: 1,
        plan.WITHOUT_ID: 1,
        plan.OF_A_PERSON: 3,
        "ref_countries": 0,
    }
    return SparkResults(
        MACHINE,
        [_run(size) for size in sizes],
        [_node(size, name, factor) for size in sizes for name, factor in factors.items()],
    )


def test_a_line_goes_through_both_measurements() -> None:
    line = Growth.through((100, 300), (50.0, 90.0))
    assert line == Growth(fixed=30.0, each=0.2)
    assert (line.at(100), line.at(300), line.at(1_000)) == (50.0, 90.0, 230.0)
    # What a larger size takes less of is noise; what bends upwards has no part at any size.
    assert Growth.through((100, 300), (50.0, 40.0)) == Growth(40.0, 0.0)
    assert Growth.through((100, 300), (1.0, 90.0)) == Growth(0.0, 0.445)


def test_models_are_told_apart_by_whether_their_rows_grow() -> None:
    found = plan.plan(_results(1_000, 2_000))
    assert found is not None
    assert [(model.name, model.grows) for model in found.models] == [
        (plan.OF_A_PERSON, True),
        (plan.WITHOUT_ID, True),
        (plan.NUMBERED, True),
        ("ref_countries", False),
    ]
    still = found.models[-1]
    assert (still.cpu.each, still.cpu.at(10**9), still.read.at(10**9)) == (0.0, 1.0, 100.0)


def test_the_plan_is_the_arithmetic_of_the_page() -> None:
    found = plan.plan(_results(1_000, 2_000))
    assert found is not None
    size = ASSUMED.notifications
    # One second each at any size, and 1/500 for each of 1 + 1 + 3 rows per notification.
    assert found.cpu(size) == pytest.approx(4 + 5 * size / 500)
    assert found.shuffled(size) == pytest.approx(4 * 30 + 8 * 5 * size)
    assert found.source.at(size) == pytest.approx(500 + 10 * size)
    assert found.tables.at(size) == pytest.approx(7_000 + 40 * size)
    # 15,000,030 bytes, a million for each task.
    assert found.models[0].partitions(ASSUMED) == 16
    assert found.models[-1].partitions(ASSUMED) == 1
    # Eight seconds at any size; the rest on ten cores that compute half of their time.
    assert found.wall.fixed == pytest.approx(8)
    assert found.seconds(ASSUMED, 10) == pytest.approx(8 + 10_000 / 5)
    # Measured: tasks ran twice as long as they computed.
    assert found.busy == pytest.approx(0.5)
    assert found.seconds(replace(ASSUMED, busy=None), 10) == found.seconds(ASSUMED, 10)


def test_tables_show_the_arithmetic() -> None:
    shown = Shown(_results(1_000, 2_000), ASSUMED)
    # 2,008 seconds on ten cores.
    assert plan.rendered("plan-clusters", shown)[2:] == ["| 10 | 0 min | 33 min | 33 min | 6 | 1 |"]
    lines = plan.rendered("plan-models", shown)[2:]
    assert [line.split(" | ")[0].strip("| ") for line in lines] == [
        f"`{plan.OF_A_PERSON}`",
        "2 others that grow",
        "1 nodes that do not grow",
        "**all**",
    ]
    assert lines[0].endswith("| 6,000.00 µs | 6.0 B | 24.0 B | 9.0 B | 1.67 h | 24.0 MB | 16 |")
    assert "| 40.0 B | 40.0 MB |" in "\n".join(plan.rendered("plan-disk", shown))
    # Of a tenth of the notifications, in one year, the 256th part; 9 records about a person at any
    # size.
    skew = plan.rendered("plan-skew", shown)
    assert "| 1 | 500 | 2.0 kB |" in skew[2]
    assert "| 9 | 9 |" in skew[4]
    assert "which is 6 core-hours, or 1 at 0.10 for each" in plan.rendered("plan-answer", shown)[0]


def test_a_third_size_is_held_against_the_line_of_the_two_before() -> None:
    shown = Shown(_results(1_000, 2_000), ASSUMED)
    assert plan.rendered("plan-checked", shown) == ["not measured yet: it takes three sizes"]
    results = _results(1_000, 2_000, 4_000)
    nodes = [
        replace(node, cpu_seconds=2 * node.cpu_seconds) if node.notifications == 4_000 else node
        for node in results.nodes
    ]
    lines = plan.rendered("plan-checked", Shown(replace(results, nodes=nodes), ASSUMED))[2:]
    assert lines[0] == "| processor | 44 s | 88 s | 2.00 |"
    assert all(line.endswith("| 1.00 |") for line in lines[1:])


def test_without_two_sizes_there_is_no_plan() -> None:
    for results in (SparkResults({}, [], []), _results(1_000)):
        assert plan.plan(results) is None
        shown = Shown(results, ASSUMED)
        for name in ("plan-answer", "plan-models", "plan-clusters", "plan-disk", "plan-skew"):
            assert plan.rendered(name, shown) == [NOT_MEASURED]


def test_results_are_kept_by_size(tmp_path: Path) -> None:
    results = _results(1_000, 2_000)
    results.save(tmp_path)
    assert SparkResults.load(tmp_path) == results
    again = replace(_run(1_000), seconds=50.0)
    changed = results.with_run(again, [_node(1_000, plan.NUMBERED, 1)])
    assert [(run.notifications, run.seconds) for run in changed.runs] == [
        (1_000, 50.0),
        (2_000, 100.0),
    ]
    assert [node.notifications for node in changed.nodes] == [1_000] + [2_000] * 4
    assert SparkResults.load(tmp_path / "none") == SparkResults({}, [], [])


def test_a_cost_is_a_row_of_the_file() -> None:
    cost = NodeCost("m", "model", 7.0, 2.0, input_rows=1, shuffle_rows=2, output_rows=4)
    node = SparkNode.of(1_000, cost)
    assert (node.notifications, node.name, node.seconds, node.rows) == (1_000, "m", 2.0, 7)
    settings = dict(line.split(None, 1) for line in SETTINGS.strip().splitlines())
    assert settings["spark.eventLog.enabled"] == "true"


def test_own_assumptions_are_printed_and_the_page_stays(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    before = plan.PAGE.read_bytes()
    _results(1_000, 2_000).save(tmp_path)
    own = ["--results", str(tmp_path), "--notifications", "5000", "--cores", "3"]
    plan.main(own)
    printed = capsys.readouterr().out
    assert "**5,000 notifications:**" in printed
    assert "on 3 cores" in printed
    assert plan.PAGE.read_bytes() == before


def test_every_table_of_the_plan_has_a_place_on_its_page() -> None:
    text = plan.PAGE.read_text(encoding="utf-8")
    assert set(re.findall(r"generated: (plan-\w+)", text)) == set(plan.RENDERERS)
