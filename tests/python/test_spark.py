"""The warehouse on Spark, as far as it can be tested without Spark: its input, the comparison of
both engines, and that no macro and no model knows DuckDB only."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import duckdb
import pytest
from typer.testing import CliRunner

from lab.comparison import exhibit_count
from lab.spark.__main__ import app
from lab.spark.comparison import compare
from lab.spark.measurement import read_costs
from slachtoffermonitor.project import ProjectError, delivery
from slachtoffermonitor.spark_source import read_seeds, write_source

ROOT: Final = Path(__file__).resolve().parents[2]
EXHIBITS: Final = [f"fig_2_{number:02}" for number in range(1, exhibit_count())] + ["tab_2_1"]

# Words that DuckDB knows and Spark does not, or reads as something else.
DUCKDB_ONLY: Final = re.compile(
    r"\bas varchar\b|\b(regexp_matches|starts_with|string_agg|unnest|range|strftime|list_\w+"
    r"|information_schema|arg_m(in|ax)|struct_pack|regexp_full_match|array_to_string)\b(?=\s*[(.])"
    r"|::|\bexclude\s*\(|\bfilter \(where[^)]*\)\s+over\b|\b[lr]?trim\([^()]*,|\bnow\(\)"
)


def _rows_of_file(path: Path) -> list[list[str | None]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    return [[cell or None for cell in row] for row in rows]


def _as_written(value: object, kind: str) -> object:
    """Return a value of a seed's file as its type reads it."""
    if value is None or kind == "varchar":
        return value
    if kind == "boolean":
        return str(value).lower()
    return float(str(value))


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a File"
    file.write_text("")
    with pytest.raises(ProjectError, match=rf"cannot be copied to {file}/below .*: see that there"):
        write_source(delivery(), ROOT, file / "below")


def test_spark_gets_every_cell_of_every_seed(tmp_path: Path) -> None:
    counts = write_source(delivery(), ROOT, tmp_path)
    seeds = list(read_seeds(ROOT))
    assert set(counts) == {f"seeds/{seed.name}" for seed in seeds}
    for seed in seeds:
        names = ", ".join(f'"{name}"' for name, _ in seed.columns)
        found = duckdb.sql(
            f"select {names} from '{tmp_path}/seeds/{seed.name}/*.parquet'"
        ).fetchall()
        kinds = [kind for _, kind in seed.columns]
        written = [
            [_as_written(cell, kind) for cell, kind in zip(row, kinds, strict=True)]
            for row in _rows_of_file(seed.file)
        ]
        read = [
            [
                str(cell).lower() if isinstance(cell, bool) else _as_written(cell, kind)
                for cell, kind in zip(row, kinds, strict=True)
            ]
            for row in found
        ]
        assert read == written, seed.name


def test_spark_gets_a_delivery_as_text_with_the_names_of_its_files(tmp_path: Path) -> None:
    register = tmp_path / "register"
    register.mkdir()
    for table in ("notifications", "emm_records"):
        lines = (ROOT / "seeds" / "registrations" / f"raw_{table}.csv").read_text().splitlines()
        (register / f"{table}-a.csv").write_text("\n".join([*lines[:11], ""]))
        (register / f"{table}-b.csv").write_text("\n".join([lines[0], *lines[11:16], ""]))
    counts = write_source(delivery(register), ROOT, tmp_path / "source")
    assert counts["register/notifications"] == 15
    assert not any(name.startswith("seeds/raw_") for name in counts)
    files = duckdb.sql(
        f"select source_file, count(*) from '{tmp_path}/source/register/notifications/*.parquet' "
        "group by all order by all"
    ).fetchall()
    assert files == [("notifications-a.csv", 10), ("notifications-b.csv", 5)]


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=False, capture_output=True, text=True)


def test_the_command_writes_the_source_and_says_what_is_wrong(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "slachtoffermonitor.spark_source", "--out"]
    done = _run([*command, str(tmp_path / "made")])
    assert done.returncode == 0, done.stderr
    assert re.match(r"\d+ tables with [\d,]+ rows in ", done.stdout)
    assert (tmp_path / "made" / "seeds" / "raw_notifications").is_dir()
    command += [str(tmp_path / "none"), "--register", str(tmp_path / "nowhere")]
    failed = _run(command)
    assert failed.returncode == 1
    assert "Traceback" not in failed.stderr
    assert "nowhere" in failed.stderr
    assert not (tmp_path / "none").exists()


@pytest.fixture
def engines(tmp_path: Path) -> tuple[Path, Path]:
    """A warehouse of DuckDB and one of Spark that hold the same."""
    database, warehouse = tmp_path / "w.duckdb", tmp_path / "warehouse"
    with duckdb.connect(str(database)) as connection:
        connection.execute("create schema marts; create schema audit")
        for table in [*(f"marts.{exhibit}_x" for exhibit in EXHIBITS), "audit.aud_waterfall"]:
            connection.execute(
                f"create table {table} as select i as code, (i / 2)::decimal(18, 6) as value, "
                "nullif(i, 3)::varchar as label from range(5) as r (i)"
            )
            folder = warehouse / table.replace(".", ".db/")
            folder.mkdir(parents=True)
            connection.execute(f"copy {table} to '{folder}/part-0.parquet'")
    return database, warehouse


def _rewrite(query: str) -> Callable[[Path], None]:
    def spoil(file: Path) -> None:
        duckdb.execute(f"create or replace table spoiled as from '{file}'")
        duckdb.execute(f"copy ({query}) to '{file}'")

    return spoil


SPOILED: Final[dict[str, tuple[Callable[[Path], None], str, int]]] = {
    "a cell": (
        _rewrite(
            "select code, (value + case code when 2 then 0.000001 else 0 end)::decimal(18, 6) "
            "as value, label from spoiled"
        ),
        "value (1)",
        1,
    ),
    "an empty cell": (
        _rewrite("select code, value, coalesce(label, '') as label from spoiled"),
        "label (1)",
        1,
    ),
    "a row too few": (_rewrite("from spoiled where code <> 4"), "4 rows on Spark", 3),
    "a row twice": (
        _rewrite("from spoiled union all from spoiled where code = 1"),
        "6 rows on Spark",
        3,
    ),
    "a type": (_rewrite("select code, value::double as value, label from spoiled"), "value", 15),
    "no file": (Path.unlink, "Spark has not built it", 15),
}


def test_equal_warehouses_are_equal(engines: tuple[Path, Path]) -> None:
    database, warehouse = engines
    found = compare(database, warehouse)
    assert len(found) == 16
    assert {(table.cells, table.differing_cells, table.problem) for table in found} == {(15, 0, "")}
    done = CliRunner().invoke(
        app, ["compare", "--database", str(database), "--warehouse", str(warehouse)]
    )
    assert done.exit_code == 0
    assert "16 tables, 240 cells compared, 0 differ" in done.output


@pytest.mark.parametrize("what", SPOILED)
def test_a_difference_is_found_and_named(engines: tuple[Path, Path], what: str) -> None:
    database, warehouse = engines
    spoil, problem, differing = SPOILED[what]
    spoil(warehouse / "marts.db" / "fig_2_05_x" / "part-0.parquet")
    differences = [table for table in compare(database, warehouse) if table.problem]
    assert [table.name for table in differences] == ["marts.fig_2_05_x"]
    assert problem in differences[0].problem
    assert differences[0].differing_cells == differing
    done = CliRunner().invoke(
        app, ["compare", "--database", str(database), "--warehouse", str(warehouse)]
    )
    assert done.exit_code == 1
    assert f"{differing} differ" in done.output


def test_a_missing_exhibit_is_no_equality(engines: tuple[Path, Path]) -> None:
    database, warehouse = engines
    with duckdb.connect(str(database)) as connection:
        connection.execute("drop table marts.tab_2_1_x")
    with pytest.raises(ProjectError, match=f"{len(EXHIBITS) - 1} of the {len(EXHIBITS)} exhibits"):
        compare(database, warehouse)


def test_what_spark_did_belongs_to_the_model_that_ran(tmp_path: Path) -> None:
    def timing(first: int, last: int) -> list[dict[str, str]]:
        return [
            {
                "name": "execute",
                "started_at": f"2020-01-01T00:00:{first:02}Z",
                "completed_at": f"2020-01-01T00:00:{last:02}Z",
            }
        ]

    results = [
        {"unique_id": "model.slachtoffermonitor.second", "timing": timing(10, 14)},
        {"unique_id": "model.slachtoffermonitor.first", "timing": timing(0, 9)},
    ]
    (tmp_path / "run_results.json").write_text(json.dumps({"results": results}))
    midnight = 1_577_836_800_000
    events: list[dict[str, object]] = [{"Event": "SparkListenerJobStart"}]
    for stage, (second, shuffled) in enumerate([(3, 100), (8, 20), (11, 7)]):
        info = {"Stage ID": stage, "Submission Time": midnight + 1000 * second}
        metrics = {
            "Executor CPU Time": 500_000_000,
            "Executor Run Time": 750,
            "Shuffle Write Metrics": {"Shuffle Bytes Written": shuffled},
        }
        events.append({"Event": "SparkListenerStageSubmitted", "Stage Info": info})
        events.append({"Event": "SparkListenerTaskEnd", "Stage ID": stage, "Task Metrics": metrics})
    (tmp_path / "log").write_text(
        "".join(json.dumps(event, separators=(",", ":")) + "\n" for event in events)
    )
    costs = read_costs(tmp_path / "run_results.json", tmp_path / "log")
    assert [
        (cost.kind, cost.name, cost.seconds, cost.tasks, cost.cpu_seconds, cost.run_seconds)
        for cost in costs
    ] == [("model", "first", 9.0, 2, 1.0, 1.5), ("model", "second", 4.0, 1, 0.5, 0.75)]
    assert [(cost.shuffle_bytes, cost.largest_shuffle_bytes) for cost in costs] == [
        (120, 100),
        (7, 7),
    ]


def test_every_dispatched_macro_knows_both_engines() -> None:
    text = "\n".join(path.read_text() for path in (ROOT / "macros").rglob("*.sql"))
    macros = set(re.findall(r"\{%-?\s*macro (\w+)", text))
    dispatched = set(re.findall(r"adapter\.dispatch\('(\w+)'\)", text))
    assert dispatched
    for name in dispatched:
        for engine in ("duckdb", "spark"):
            assert {f"{engine}__{name}", f"default__{name}"} & macros, f"{engine}__{name}"


@pytest.mark.parametrize(
    "sql",
    [
        "cast(code as varchar)",
        "string_agg(code, ' ' order by code)",
        "code::integer",
        "from range(0, 5) as numbers (n)",
        "rtrim(code, '0')",
        "min(year) filter (where is_counted) over (partition by person)",
        "select * exclude (code) from codes",
    ],
)
def test_what_only_duckdb_knows_is_recognised(sql: str) -> None:
    assert DUCKDB_ONLY.search(sql)


@pytest.mark.parametrize("folder", ["models", "tests", "macros"])
def test_what_only_duckdb_knows_stands_in_its_own_macros(folder: str) -> None:
    for path in sorted((ROOT / folder).rglob("*.sql")):
        if path.parent == ROOT / "macros" / "duckdb":
            continue
        text = re.sub(r"\{#.*?#\}|--[^\n]*", "", path.read_text(), flags=re.DOTALL)
        text = re.sub(r"macro (duckdb|spark)__.*?endmacro", "", text, flags=re.DOTALL)
        found = DUCKDB_ONLY.search(text)
        assert found is None, f"{path.relative_to(ROOT)}: {found and found[0]}"


def test_no_hook_waits_for_the_end_of_a_transaction_on_spark() -> None:
    for path in [*(ROOT / "models").rglob("*.sql"), ROOT / "dbt_project.yml"]:
        text = path.read_text()
        assert not re.search(r"transaction'?:\s*(false|False)", text), path.name
