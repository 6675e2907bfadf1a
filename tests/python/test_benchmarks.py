"""The benchmark measures what it says: all ways lead to the true cells."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import duckdb
import pytest

from lab.benchmarks import engines, plots, report
from lab.benchmarks.alternatives import duckdb_script, pandas_arrow, polars_lazy, pure_scan
from lab.benchmarks.build import BUILDS_FILE, OVERHEAD_FILE, Build, Overhead, overhead
from lab.benchmarks.compare import (
    described,
    main,
    measured,
    on_this_machine,
    run_engine,
    wrong_cells,
)
from lab.benchmarks.engines import ENGINES, Engine
from lab.benchmarks.pages import NOT_MEASURED, filled
from lab.benchmarks.processes import ROOT, measure
from lab.benchmarks.results import NodeRun, Results, Run, exponent, limit_bytes, lines, shares
from lab.benchmarks.rows import read_rows, write_rows
from lab.benchmarks.warehouse import nodes
from lab.scale import ScaleRegister, ScaleSettings, generate

SEEDS: Final = ROOT / "seeds"
ORDINARY: Final = ScaleSettings(3_000, seed=7, workers=2)
SKEWED: Final = ScaleSettings(9_000, seed=8, skew=5_000, workers=2)
WAYS: Final[dict[str, Callable[[Path, Path, Path], None]]] = {
    "duckdb": duckdb_script.run,
    "polars": polars_lazy.run,
    "pandas": pandas_arrow.run,
}


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ScaleRegister]:
    folder = tmp_path_factory.mktemp("registers")
    return {
        name: generate(settings, SEEDS, folder / name)
        for name, settings in (("ordinary", ORDINARY), ("skewed", SKEWED))
    }


@pytest.mark.parametrize("register", ["ordinary", "skewed"])
@pytest.mark.parametrize("way", WAYS)
def test_every_way_leads_to_the_true_cells(
    way: str, register: str, registers: dict[str, ScaleRegister], tmp_path: Path
) -> None:
    made, out = registers[register], tmp_path / "cells.parquet"
    WAYS[way](made.register, SEEDS, out)
    with duckdb.connect() as connection:
        assert connection.execute(f"select count(*) > 2500 from '{out}'").fetchone() == (True,)
    assert wrong_cells(str(out), made.cells) == 0


def test_cells_that_differ_are_counted_on_both_sides(
    registers: dict[str, ScaleRegister], tmp_path: Path
) -> None:
    true_cells = registers["ordinary"].cells
    spoilt = tmp_path / "spoilt.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"create table kept as from '{true_cells}' where pct is not null order by all limit 100"
        )
        connection.execute(
            "copy (select * replace (pct + (rowid = 7)::int as pct) from kept) "
            f"to '{spoilt}' (format parquet)"
        )
        total = connection.execute(f"select count(*) from '{true_cells}'").fetchone()
    assert total is not None
    # One cell is wrong, which is one too many and one missing; the others are missing.
    assert wrong_cells(str(spoilt), true_cells) == 2 + total[0] - 100
    assert wrong_cells(str(tmp_path / "none.parquet"), true_cells) is None


def test_the_scan_reads_every_record(registers: dict[str, ScaleRegister]) -> None:
    made = registers["ordinary"]
    with duckdb.connect() as connection:
        emm = connection.execute(f"select count(*) from '{made.register}/emm*.parquet'").fetchone()
    assert emm is not None
    assert pure_scan.run(made.register) == 3_000 + emm[0]


# --- measuring -----------------------------------------------------------------------------------


def test_memory_is_that_of_the_process_and_of_no_other(tmp_path: Path) -> None:
    held = bytearray(300_000_000)
    small = measure([sys.executable, "-c", "pass"], tmp_path, 60, {})
    large = measure([sys.executable, "-c", "x = b'1' * 200_000_000"], tmp_path, 60, {})
    assert 200_000_000 < large.peak < len(held)
    assert small.peak < 100_000_000
    assert small.failure == large.failure == ""
    assert 0 < small.wall < 30


def test_a_failure_is_a_sentence_without_paths_of_the_machine(tmp_path: Path) -> None:
    code = f"import sys; print('{tmp_path}/x'); sys.exit('no such thing')"
    failed = measure([sys.executable, "-c", code], tmp_path, 60, {})
    assert failed.failure == "exit code 1: .../x / no such thing"
    with pytest.raises(SystemExit, match="no such program could not be started"):
        measure(["no such program"], tmp_path, 60, {})
    endless = measure([sys.executable, "-c", "import time; time.sleep(50)"], tmp_path, 1, {})
    assert endless.failure == "stopped after 1 s"


def test_an_engine_is_measured_left_out_or_failed_and_always_a_row(
    registers: dict[str, ScaleRegister], tmp_path: Path
) -> None:
    made = registers["ordinary"].folder
    empty = replace(described(made, 3_000, 0, "1GB"), run=1)
    assert empty.parquet == sum(registers["ordinary"].files.values())
    options = argparse.Namespace(folder=tmp_path, memory="1GB", seconds=60, exclude=[])

    def row(engine: Engine) -> Run:
        return run_engine(engine, made, empty, options)[0]

    scanned = row(ENGINES[engines.SCAN])
    assert (scanned.note, scanned.wrong) == ("", None)
    assert scanned.wall is not None
    assert scanned.peak is not None
    assert scanned.peak > 10_000_000
    small = replace(ENGINES[engines.PANDAS], most=2_999)
    assert row(small).note == small.reason
    assert row(small).wall is None
    assert row(replace(ENGINES[engines.SCAN], has_cells=True)).note == "no cells"
    assert row(Engine("x", "x", "no_such_module")).note.startswith("exit code 2")
    assert not list(tmp_path.iterdir())


# --- results -------------------------------------------------------------------------------------


def _run(size: int, engine: str, number: int, wall: float | None, note: str = "") -> Run:
    start = Run(size, 0, size + 100, size * 25, engine, "6GB", number)
    return replace(start, wall=wall, cpu=wall, peak=2**30, disk=10, wrong=0, note=note)


CANNED: Final = Results(
    {
        "processors": "2",
        "memory": "24 GiB",
        "system": "Linux x86_64",
        "duckdb": "1.5.5",
        "measured": "2020-01-01 at abc1234",
    },
    [
        *(_run(1_000, "duckdb", number, wall) for number, wall in ((1, 3.0), (2, 1.0), (3, 2.0))),
        _run(1_000, "warehouse", 1, 8.0),
        _run(10_000, "duckdb", 1, 20.0),
        replace(_run(10_000, "warehouse", 1, 80.0), wrong=3),
        _run(10_000, "pandas", 1, None, "left out: too large"),
        replace(_run(10_000, "warehouse-cells", 1, 99.0), memory="2500MB"),
        _run(10_000, "warehouse-cells", 1, 40.0),
    ],
    [
        NodeRun(size, 0, memory, 1, engine, node, layer, is_for_cells, seconds * size / 1_000)
        for engine, memory, size in (
            ("warehouse", "6GB", 1_000),
            ("warehouse", "6GB", 10_000),
            ("warehouse-cells", "6GB", 10_000),
            ("warehouse-cells", "2500MB", 10_000),
        )
        for node, layer, is_for_cells, seconds in (
            ("int_x", "intermediate", True, 1.0),
            ("published_cells", "marts", True, 0.5),
            ("aud_x", "audit", False, 4.0),
            ("ref_x", "(seeds)", True, 7.0),
            ("on-run-start", "(operations)", False, 0.0),
        )
    ],
)


def test_lines_are_medians_with_growth_from_size_to_size() -> None:
    told = lines(CANNED.with_most_memory().runs)
    found = {(line.notifications, line.engine): line for line in told}
    small, large = found[1_000, "duckdb"], found[10_000, "duckdb"]
    assert (small.wall, small.fastest, small.slowest, small.runs) == (2.0, 1.0, 3.0, 3)
    assert small.growth is None
    assert large.growth == pytest.approx(1)
    assert small.records_per_second == 550
    assert found[10_000, "warehouse"].wrong == 3
    assert found[10_000, "pandas"].note == "left out: too large"
    assert found[10_000, "pandas"].wall is None
    assert exponent(1, 100, 10) == pytest.approx(2)
    limits = [(line.memory, line.wall) for line in lines(CANNED.runs) if "cells" in line.engine]
    assert limits == [("6GB", 40.0), ("2500MB", 99.0)]


def test_a_node_grows_from_the_last_size_but_one_to_the_last() -> None:
    found = [
        NodeRun(size, 0, "6GB", 1, "warehouse", "int_x", "intermediate", True, seconds)
        for size, seconds in ((1_000, 1.0), (10_000, 1.0), (100_000, 100.0))
    ]
    assert [share.growth for share in shares(found, "warehouse", "node")] == [pytest.approx(2)]


def test_a_limit_in_no_unit_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--memory", "6GiB"])
    assert "write it as 6GB" in " ".join(capsys.readouterr().err.split())


def test_results_of_another_machine_are_not_added_to(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="another machine or of other versions"):
        on_this_machine(Results({"processors": "0"}, CANNED.runs, []), tmp_path)
    mine = on_this_machine(Results({"processors": "0"}, [], []), tmp_path)
    assert mine.machine["processors"] != "0"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d at \S.*", mine.machine["measured"])
    both = measured({"measured": "2020-01-01 at abc1234"})
    assert both == f"2020-01-01 at abc1234; {mine.machine['measured']}"
    assert measured({"measured": both}) == both


def test_a_limit_of_memory_is_read_as_it_is_written() -> None:
    assert limit_bytes("6GB") > limit_bytes("2500MB") == 2.5e9
    with pytest.raises(ValueError, match="write it as 6GB"):
        limit_bytes("2.5 GiB")


def test_results_are_the_same_after_writing_and_reading(tmp_path: Path) -> None:
    CANNED.save(tmp_path)
    assert Results.load(tmp_path) == CANNED
    kept = CANNED.without([10_000], 0, ["duckdb", "warehouse", "warehouse-cells"], "6GB")
    assert {(run.notifications, run.engine) for run in kept.runs} == {
        (1_000, "duckdb"),
        (1_000, "warehouse"),
        (10_000, "pandas"),
        (10_000, "warehouse-cells"),
    }
    assert {(node.notifications, node.memory) for node in kept.nodes} == {
        (1_000, "6GB"),
        (10_000, "2500MB"),
    }


def test_tables_show_every_engine_the_ratio_and_the_layers() -> None:
    compared = report.compared(CANNED)
    assert len(compared) == 2 + 7
    assert "| 1,000 | hand-written SQL, DuckDB | 2.0 s | 1.0 - 3.0 |" in compared[2]
    assert any("left out: too large" in line for line in compared)
    # As the engines are listed, and not as they were measured.
    assert [line.split(" | ")[6] for line in compared[-4:]] == ["", "6 GB", "6 GB", "2.5 GB"]
    # 15 seconds of SQL on the way to the cells, without seeds; those with less memory stay apart.
    assert report.work_to_cells(CANNED.with_most_memory()) == {10_000: 15.0}
    assert report.ratios(CANNED)[2:] == [
        "| 10,000 | SQL of its models | 15.0 s | 0.75 |  |  |",
        "| 10,000 | the whole program | 40.0 s | 2.00 |  |  |",
    ]
    assert [share.name for share in shares(CANNED.nodes, "warehouse", "layer")] == [
        "(seeds)",
        "audit",
        "intermediate",
        "marts",
    ]
    assert report.layers(CANNED)[2] == "| seeds | 7.0 s | 70.0 s | 1.00 |"
    assert report.nodes(CANNED)[3] == "| `aud_x` | 4.0 s | 40.0 s | 1.00 |"
    assert report.nodes_to_cells(CANNED)[3] == "| `aud_x` | 40.0 s |  |"
    page = "a\n<!-- generated: benchmark-machine -->\nold\n<!-- end generated -->\nb\n"
    new = filled(page, lambda name: report.rendered(name, CANNED, Path()))
    assert "Measured on 2020-01-01 at abc1234: 2 processors, 24 GiB" in new
    assert "old" not in new


def test_the_overhead_of_dbt_is_told_per_kind_of_node(tmp_path: Path) -> None:
    ran = {
        "elapsed_time": 7.0,
        "results": [
            {"unique_id": "model.p.a", "execution_time": 1.0},
            {"unique_id": "model.p.b", "execution_time": 2.0},
            {"unique_id": "model.p.c", "execution_time": 4.0},
            {"unique_id": "unit_test.p.a.b", "execution_time": 0.25},
            {"unique_id": "exposure.p.x", "execution_time": 0.0},
        ],
    }
    taken = overhead(1, wall=10.0, ran=ran)
    assert taken == [
        Overhead(1, "start", 1, 3.0, 3.0),
        Overhead(1, "models", 3, 7.0, 2.0),
        Overhead(1, "unit tests", 1, 0.25, 0.25),
    ]
    assert report.overhead(tmp_path) == [NOT_MEASURED]
    write_rows(tmp_path / OVERHEAD_FILE, Overhead, [*taken, *overhead(2, wall=12.0, ran=ran)])
    assert report.overhead(tmp_path)[2:] == [
        "| start, imports, reading of the project |  | 4.0 s |  |",
        "| models | 3 | 7.0 s | 2000 ms |",
        "| unit tests | 1 | 0.2 s | 250 ms |",
    ]
    measured = [Build("dbt build", 1, 2.0, 3.0), Build("dbt build", 2, 4.0, 3.0)]
    write_rows(tmp_path / BUILDS_FILE, Build, measured)
    assert read_rows(Build, tmp_path / BUILDS_FILE) == measured
    assert report.builds(tmp_path)[2:] == ["| `dbt build` | 3.0 s | 2.0 - 4.0 | 3.0 s | 2 |"]


def test_plots_are_drawn_with_what_was_measured() -> None:
    pictures = plots.draw(CANNED)
    assert set(pictures) == {"time", "memory", "layers"}
    for picture in pictures.values():
        assert picture.startswith("<svg")
    for label in ("hand-written SQL, DuckDB", "the warehouse, everything"):
        assert label in pictures["time"]
    # Two engines at two sizes, and one at one of them with the most memory, are five points.
    assert pictures["time"].count('aria-roledescription="point"') == 5
    assert pictures["layers"].count('aria-roledescription="bar"') == 8
    assert plots.draw(Results({}, [], [])) == {}


def test_nodes_that_the_cells_are_made_from_are_told_apart() -> None:
    manifest: dict[str, dict[str, Any]] = {
        "nodes": {
            key: {
                "name": key.rsplit(".", 1)[-1],
                "resource_type": key.split(".")[0],
                "original_file_path": f"models/{folder}/x.sql",
            }
            for key, folder in (
                ("model.p.stg_a", "staging"),
                ("model.p.published_cells", "marts"),
                ("model.p.fig_a", "marts"),
                ("test.p.t", "x"),
            )
        },
        "parent_map": {
            "model.p.published_cells": ["model.p.stg_a"],
            "model.p.fig_a": ["model.p.published_cells"],
        },
    }
    timing = [
        {
            "name": "execute",
            "started_at": "2026-01-01T00:00:00Z",
            "completed_at": "2026-01-01T00:00:02.5Z",
        }
    ]
    found = nodes(manifest, [{"unique_id": key, "timing": timing} for key in manifest["nodes"]])
    assert [(node.name, node.layer, node.is_for_cells) for node in found] == [
        ("stg_a", "staging", True),
        ("published_cells", "marts", True),
        ("fig_a", "marts", False),
        ("t", "(tests)", False),
    ]
    assert {node.seconds for node in found} == {2.5}


def test_results_are_printed_and_the_page_stays(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    before = report.PAGE.read_bytes()
    CANNED.save(tmp_path)
    report.main(["--results", str(tmp_path)])
    printed = capsys.readouterr().out
    assert "hand-written SQL, DuckDB | 2.0 s" in printed
    assert report.PAGE.read_bytes() == before
    # Every table of the page can be made anew, and every table has a place on it.
    named = set(re.findall(r"generated: ([\w-]+)", before.decode()))
    assert named == {*report.RENDERERS, *report.BUILD_RENDERERS}
