"""Whole builds: from nothing, twice, from other files, from bad input."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from io import StringIO
from pathlib import Path

import duckdb
import pytest
from deliveries import DEFECTS, small_register
from rich.console import Console
from typer.testing import CliRunner
from warehouses import DBT, ROOT, Builds, Built, run_build, shipped_rows, table_digests

from slachtoffermonitor import history, summary, warehouse
from slachtoffermonitor.cli import app
from slachtoffermonitor.delivery import TABLES
from slachtoffermonitor.export import export
from slachtoffermonitor.files import digest

MADE_UP = {"defective", "unknown code", "taken key"}
"""Builds from a delivery made by hand, the persons of which are known."""


@pytest.fixture(scope="session")
def shipped(builds: Builds) -> Built:
    """Return the warehouse that the command line built from the shipped register."""
    return builds.result("shipped")


def left_by(built: Built) -> Path:
    """Return the file that a stopped build left."""
    return built.database.parent / ".build" / built.database.name


def differences(first: Built, second: Built) -> list[str]:
    """Name the tables of marts and audit whose content differs.

    Two are left out: one says from which files a warehouse was built, and a bare `dbt build` has
    nobody who fills the other.
    """
    left, right = table_digests(first.database), table_digests(second.database)
    for digests in (left, right):
        digests.pop("audit.aud_delivery_files")
        digests.pop("audit.aud_expectation_results")
    assert left, "there are no tables to compare"
    return [name for name in sorted(left | right) if left.get(name) != right.get(name)]


def test_build_from_nothing_ends_with_the_summary(shipped: Built) -> None:
    exhibits = len(shipped.rows("select exhibit_code from reference.ref_exhibits"))
    all_built = f"{exhibits} of {exhibits} built"
    for word in ("SYNTHETIC DATA", "2015-2019", all_built, "reproduced", "Rejected", "Next"):
        assert word in shipped.output
    assert "Traceback" not in shipped.output
    assert not list((shipped.database.parent / ".build").glob("*.duckdb*"))


def test_a_build_and_a_bare_dbt_leave_each_other_what_they_have_parsed(
    shipped: Built, builds: Builds
) -> None:
    assert (shipped.database.parent / ".build" / "target" / "partial_parse.msgpack").is_file()
    assert not (shipped.database.parent / "target").exists()
    bare = builds.result("bare").database.parent
    assert (bare / "target" / "partial_parse.msgpack").is_file()
    assert not (bare / ".build" / "target").exists()


def test_the_summary_fits_a_screen(shipped: Built) -> None:
    """With the lines about the build; 80 characters and 24 lines are the smallest usual screen."""
    screen = Console(file=StringIO(), width=80)
    note = "506 nodes passed in 100 s; 168 expectations passed, 2 not judged (too few rows)"
    docs = shipped.database.parent / ".build" / "data-docs" / "index.html"
    summary.show(screen, warehouse.read_summary(shipped.database), Path("w.duckdb"), note, docs)
    assert isinstance(screen.file, StringIO)
    assert len(screen.file.getvalue().splitlines()) <= 24


def test_nothing_is_left_of_the_warehouse_before(shipped: Built) -> None:
    tables = {str(name) for (name,) in shipped.rows("select table_name from duckdb_tables()")}
    assert "published_cells" in tables
    assert not tables & {"last_good", "never_saved"}


def test_build_is_added_to_the_history(shipped: Built) -> None:
    (entry,) = history.read(shipped.database)
    assert entry.built_at
    assert entry.is_like(history.describe(shipped.database, entry.node_count))
    assert entry.record_count == sum(1 for table in TABLES for _ in shipped_rows(table))
    assert entry.failed_count == 0


def test_building_twice_gives_the_same_bytes(shipped: Built, builds: Builds) -> None:
    # The second build is the bare `dbt build` from the project's root.
    assert differences(shipped, builds.result("bare")) == []


def test_many_files_of_both_formats_give_the_same_bytes(shipped: Built, builds: Builds) -> None:
    delivery = builds.result("split").database.parent / "a [new] delivery?"
    formats = Counter(file.suffix for file in delivery.rglob("*_0*"))
    assert min(formats[".csv"], formats[".parquet"]) > 10
    assert differences(shipped, builds.result("split")) == []


def test_own_delivery_does_not_load_the_shipped_register(builds: Builds) -> None:
    built = builds.result("split")
    tables = built.rows("select table_name from information_schema.tables")
    assert ("raw_notifications",) not in tables
    assert ("raw_emm_records",) not in tables


def test_every_raw_record_has_one_fate(shipped: Built) -> None:
    delivered = sum(1 for table in TABLES for _ in shipped_rows(table))
    assert shipped.rows(
        "select count(*), count(distinct record_key) from audit.aud_record_fate"
    ) == [(delivered, delivered)]
    assert shipped.rows("select sum(record_count) from audit.aud_waterfall") == [(delivered,)]


@pytest.mark.parametrize(
    ("number", "fate", "reason"),
    [(n, fate, reason) for n, (_, fate, reason) in enumerate(DEFECTS.values(), start=100)],
    ids=list(DEFECTS),
)
def test_defect_of_a_record_ends_in_one_place(
    builds: Builds, number: int, fate: str, reason: str | None
) -> None:
    built = builds.result("defective")
    assert built.rows(
        "select fate_code, rejection_reason_code from audit.aud_record_fate "
        f"where record_id = 'rec-{number}'"
    ) == [(fate, reason)]


def test_double_record_ids_are_rejected_and_nothing_is_lost(builds: Builds) -> None:
    built = builds.result("defective")
    assert built.rows(
        "select fate_code, rejection_reason_code from audit.aud_record_fate "
        "where record_id = 'rec-1' order by all"
    ) == [("counted", None), ("rejected", "record_id_copy")]
    assert built.rows(
        "select distinct fate_code, rejection_reason_code from audit.aud_record_fate "
        "where record_id = 'rec-2'"
    ) == [("rejected", "record_id_conflict")]
    delivered = len(small_register()) + len(DEFECTS) + 2
    assert built.rows("select count(*) from audit.aud_record_fate") == [(delivered,)]


def test_impossible_ages_are_unknown_and_logged(builds: Builds) -> None:
    built = builds.result("defective")
    logged = built.rows(
        "select attribute_name, count(*) from audit.aud_rejected_values group by all order by all"
    )
    assert dict(logged).keys() >= {"birth_date", "reported_age"}  # type: ignore[arg-type]
    assert built.rows("select count(*) from marts.fct_victim_years where age_years < 0") == [(0,)]


def test_unknown_code_stops_with_a_sentence(builds: Builds) -> None:
    built = builds.outcome("unknown code")
    assert built.code == 1
    for part in ("QGEN", "column gender", "notifications.csv", "crosswalk_genders", "1 record"):
        assert part in built.output
    assert "Column nationalities of notifications.csv holds 1 unknown code" in built.output
    assert "ANNELIES" not in built.output
    assert "Traceback" not in built.output


def test_unknown_code_names_its_records_and_keeps_them(builds: Builds) -> None:
    built = builds.outcome("unknown code")
    assert "(rec-7)" in built.output
    assert "(rec-8)" in built.output
    with duckdb.connect(str(left_by(built)), read_only=True) as connection:
        kept = connection.execute(
            "select column_name, delivered_code, record_id from failures.unknown_codes order by all"
        ).fetchall()
    assert kept == [("gender", "QGEN", "rec-7"), ("nationalities", None, "rec-8")]


def test_failed_data_test_says_what_it_demands_and_names_its_rows(builds: Builds) -> None:
    built = builds.outcome("taken key")
    table = "unique_key_int_records__decoded_record_key"
    assert built.code == 1
    for part in (
        f"test {table}",
        "The key of int_records__decoded (record_key) occurs once",
        "1 row breaks this test",
        "record_key rec-2 #1, problem key occurs 2 times",
        f"failures {table} --database",
    ):
        assert part in built.output
    assert "Traceback" not in built.output
    shown = CliRunner().invoke(app, ["failures", table, "--database", str(left_by(built))])
    assert shown.exit_code == 0
    assert shown.output.splitlines() == ["record_key\tproblem", "rec-2 #1\tkey occurs 2 times"]


def test_failed_build_leaves_the_last_good_warehouse(builds: Builds) -> None:
    built = builds.outcome("unknown code")
    assert "is unchanged" in built.output
    assert "Look closer" in built.output
    assert built.rows("select one from last_good") == [(1,)]
    assert left_by(built).is_file()


@pytest.mark.parametrize("name", ["defective", "unknown code", "taken key", "split", "bare"])
def test_nothing_personal_is_printed_or_logged(builds: Builds, name: str) -> None:
    built = builds.outcome(name)
    personal = ["person-", "1990-01-02"] if name in MADE_UP else []
    if not personal:
        personal = [next(shipped_rows("notifications"))["person_pseudonym"]]
    said = built.output + "".join(
        file.read_text(encoding="utf-8") for file in built.logs.rglob("*.log")
    )
    # The unit tests' own persons are part of the project and stand in its SQL.
    assert [text for text in personal if text in said] == []


@pytest.mark.slow
def test_bare_dbt_stops_before_it_touches_anything(delivery: Path, tmp_path: Path) -> None:
    (delivery / "notifications.csv").write_bytes(b"")
    built = run_build(tmp_path / "bare", (DBT, "build"), delivery)
    assert built.code != 0
    assert "notifications.csv: the file is empty" in built.output
    assert "Traceback" not in built.output
    assert built.rows("select count(*) from information_schema.tables") == [(0,)]


def test_export_is_the_same_every_time_and_says_synthetic(shipped: Built, tmp_path: Path) -> None:
    first = export(shipped.database, tmp_path / "first")
    second = export(shipped.database, tmp_path / "second")
    assert [digest(file) for file in first] == [digest(file) for file in second]
    names = {file.name for file in first}
    assert {"published_cells.csv", "published_cells.parquet", "README.txt", "SHA256SUMS"} <= names
    assert not [name for name in names if name.startswith(("fct_", "labelled_"))]
    for file in first:
        if file.suffix == ".csv":
            header, *lines = file.read_text(encoding="utf-8").splitlines()
            assert header.startswith("data_status,")
            assert all(line.startswith("SYNTHETIC,") for line in lines)
    assert "SYNTHETIC" in (tmp_path / "first" / "README.txt").read_text(encoding="utf-8")


def test_commands_show_the_warehouse(shipped: Built, tmp_path: Path) -> None:
    database = ["--database", str(shipped.database)]
    shown = CliRunner().invoke(app, ["summary", *database])
    assert shown.exit_code == 0
    assert "SYNTHETIC DATA" in shown.output
    exported = CliRunner().invoke(app, ["export", str(tmp_path / "all"), "--facts", *database])
    assert exported.exit_code == 0
    assert (tmp_path / "all" / "fct_victim_years.parquet").is_file()


def test_project_runs_from_another_directory(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "slachtoffermonitor", "check-delivery"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert str(ROOT) in done.stdout
