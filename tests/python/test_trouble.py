"""Trouble from outside: machines, other projects and hands that mean well.

Each kind once went wrong somewhere, here or in what others report of tools like this one.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deliveries import notification, small_delivery, write_table
from typer.testing import CliRunner
from warehouses import DBT, FAST, MEANT_FOR_ANOTHER_DBT, ROOT, Builds, copy_project, run_build

from slachtoffermonitor import build as builder
from slachtoffermonitor import (
    dbt_run,
    erasure,
    export,
    files,
    history,
    kept,
    receipt,
    troubles,
    warehouse,
)
from slachtoffermonitor.build import BuildResult
from slachtoffermonitor.cli import app
from slachtoffermonitor.delivery import find_problems, require_readable
from slachtoffermonitor.guards.process import docs_folder
from slachtoffermonitor.project import Delivery, ProjectError, database_path, workshop_path
from slachtoffermonitor.site.data import _delivery_name
from tests.second_opinion.records import BLANK, UNSEEN

SMALL_RECORDS = 60
ATTRIBUTES = ("version", "received_on", "person_pseudonym", "birth_date", "reported_age")
CODES = (
    "status",
    "reporter",
    "reporting_unit",
    "gender",
    "nationalities",
    "exploitation_forms",
    "prostitution_sectors",
    "labour_sectors",
    "criminal_manners",
    "consent",
    "om_b8_letter",
    "cooperates",
)
MAKE = shutil.which("make") or "make"


# --- a delivery that changes while it is built ---------------------------------------------------


def test_delivery_that_changes_during_a_build_stops_it(builds: Builds) -> None:
    built = builds.outcome("changing")
    assert built.code == 1
    assert "changed while it was built: notifications.csv was written to" in built.output
    assert "is unchanged" in built.output
    assert built.rows("select one from last_good") == [(1,)]


def _replace(file: Path) -> None:
    other = file.with_name("other")
    shutil.copy2(file, other)
    other.replace(file)


def _write_over(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"person-1,", b"person-2,"))
    os.utime(file, ns=(0, 0))


CHANGES = {
    "appended": lambda file: file.open("a").write("\n"),
    "cut off": lambda file: os.truncate(file, 500),
    "replaced by a copy": _replace,
    "taken away": lambda file: file.unlink(),
    "written over, with the old time": _write_over,
}


@pytest.fixture
def delivered(builds: Builds, tmp_path: Path) -> tuple[Delivery, Path]:
    """Return a small delivery, and the warehouse that was built from the same files."""
    built = builds.result("another register")
    directory = small_delivery(tmp_path / "delivery")
    os.utime(directory / "notifications.csv", ns=(0, 0))
    return Delivery(directory, is_shipped=False), built.database


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_every_change_of_a_delivery_is_seen(
    delivered: tuple[Delivery, Path], change: object
) -> None:
    delivery, database = delivered
    before = receipt.take(delivery)
    judged = require_readable(delivery.directory)
    assert receipt.differences(delivery, before, judged, database) == []
    change(delivery.directory / "notifications.csv")  # type: ignore[operator]
    assert receipt.differences(delivery, before, judged, database)


def test_rights_and_other_files_of_a_delivery_may_change(delivered: tuple[Delivery, Path]) -> None:
    delivery, database = delivered
    before = receipt.take(delivery)
    judged = require_readable(delivery.directory)
    (delivery.directory / "notifications.csv").chmod(0o600)
    (delivery.directory / "read me.txt").write_text("later")
    assert receipt.differences(delivery, before, judged, database) == []


def test_file_that_comes_later_is_seen(delivered: tuple[Delivery, Path]) -> None:
    delivery, database = delivered
    before = receipt.take(delivery)
    judged = require_readable(delivery.directory)
    shutil.copy(
        delivery.directory / "notifications.csv", delivery.directory / "notifications_2.csv"
    )
    assert receipt.differences(delivery, before, judged, database) == [
        "notifications_2.csv was added"
    ]


def test_records_judged_listed_and_received_are_equal(delivered: tuple[Delivery, Path]) -> None:
    delivery, database = delivered
    judged = require_readable(delivery.directory)
    assert judged == {"notifications.csv": SMALL_RECORDS}
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "select (select sum(record_count) from audit.aud_delivery_files), "
            "(select count(*) from audit.aud_record_fate), "
            "(select sum(record_count) from audit.aud_waterfall)"
        ).fetchall()
    assert rows == [(SMALL_RECORDS,) * 3]
    judged["notifications.csv"] += 1
    assert receipt.differences(delivery, receipt.take(delivery), judged, database) == [
        "of notifications.csv 61 records were judged and 60 received"
    ]


# --- a warehouse of another register -------------------------------------------------------------


def test_bare_build_over_another_register_leaves_nothing_of_it(builds: Builds) -> None:
    built = builds.result("another register")
    assert built.rows("select distinct data_status from marts.dim_editions") == [("delivered",)]
    tables = {str(name) for (name,) in built.rows("select table_name from duckdb_tables()")}
    assert not {table for table in tables if table.startswith("raw_")}
    assert built.rows("select count(*) from audit.aud_record_fate") == [(SMALL_RECORDS,)]
    assert not warehouse.read_summary(built.database).is_synthetic


# --- the dbt of another project ------------------------------------------------------------------


def test_variables_of_another_dbt_are_away_while_ours_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in MEANT_FOR_ANOTHER_DBT.items():
        monkeypatch.setenv(name, value)
    with dbt_run.own_environment({"SLACHTOFFERMONITOR_DATABASE": "here"}):
        assert not [name for name in os.environ if name.startswith("DBT_")]
        assert os.environ["SLACHTOFFERMONITOR_DATABASE"] == "here"
    assert os.environ["DBT_TARGET"] == "production"
    assert os.environ.get("SLACHTOFFERMONITOR_DATABASE") != "here"


def test_what_was_left_out_of_the_project_stops_the_build(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dbt_run.Runner, "left_out", ["a_test"])
    result = BuildResult(Path("w.duckdb"))
    builder._require_all(dbt_run.Runner(ROOT, Path("w.duckdb"), {}, None), result)
    assert "were not run (a_test)" in result.message


def test_own_module_in_the_working_directory_is_not_run(tmp_path: Path) -> None:
    (tmp_path / "duckdb.py").write_text("raise SystemExit('taken for DuckDB')")
    command = next(
        line
        for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
        if "slachtoffermonitor summary" in line
    )
    words = command.replace("@$(RUN)", sys.executable).split()
    done = subprocess.run(
        [*words, "--help"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "taken for DuckDB" in done.stdout + done.stderr) == (0, False)


# --- places and names ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("audit.duckdb", "'audit' is the name of something else"),
        ("Marts.duckdb", "'marts' is the name of something else"),
        ("temp.duckdb", "'temp' is the name of something else"),
        ("main.duckdb", "'main' is the name of something else"),
        ("what?.duckdb", "behind which dbt reads no further"),
        ("a#b/w.duckdb", "behind which dbt reads no further"),
        ("star*.duckdb", "does not take for a part of a name"),
        ("w;drop.duckdb", "does not take for a part of a name"),
        ("zero\u200bwidth.duckdb", "does not take for a part of a name"),
        ("folder.duckdb", "is a folder"),
        ("letter.txt", "is no warehouse and would be lost"),
        ("lat\udce9.duckdb", "is not UTF-8"),
    ],
)
def test_impossible_warehouse_is_refused_before_anything_is_built(
    tmp_path: Path, name: str, says: str
) -> None:
    (tmp_path / "folder.duckdb").mkdir()
    (tmp_path / "letter.txt").write_text("Dear colleague,")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(ProjectError, match=says):
        files.require_place(tmp_path / name)
    done = CliRunner().invoke(app, ["build", "--database", str(tmp_path / name)])
    assert done.exit_code == 1
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("name", ["[oud]/w.duckdb", "[/x]/w.duckdb", "é ü (2), a=b.duckdb"])
def test_unusual_names_work(builds: Builds, tmp_path: Path, name: str) -> None:
    database = tmp_path / name
    database.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(builds.result("another register").database, database)
    files.require_place(database)
    done = CliRunner().invoke(app, ["summary", "--database", str(database)])
    assert done.exit_code == 0, done.output


def test_delivery_whose_name_is_no_text_is_refused_with_a_sentence(tmp_path: Path) -> None:
    directory = tmp_path / "lat\udce9"
    (problem,) = find_problems(directory)
    assert "is not UTF-8" in str(problem)
    str(problem).encode("utf-8")


def test_folder_that_may_not_be_read_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    directory = small_delivery(tmp_path / "delivery")
    (directory / "closed").mkdir()
    listing = Path.iterdir

    def refuse(folder: Path) -> object:
        if folder.name == "closed":
            raise PermissionError(13, "Permission denied")
        return listing(folder)

    monkeypatch.setattr(Path, "iterdir", refuse)
    (problem,) = find_problems(directory)
    assert problem.where == "closed/"


def test_warehouse_behind_a_link_is_replaced_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    target, link = tmp_path / "store" / "real.duckdb", tmp_path / "w.duckdb"
    link.symlink_to(target)
    assert database_path(link) == target
    circle = tmp_path / "circle.duckdb"
    circle.symlink_to(circle)
    with pytest.raises(ProjectError, match="circle"):
        files.require_place(database_path(circle))


def test_mode_of_the_warehouse_stays(builds: Builds) -> None:
    built = builds.result("shipped")
    assert built.database.stat().st_mode & 0o777 == 0o640


def test_what_holds_persons_is_for_its_owner_alone(builds: Builds) -> None:
    folder = builds.outcome("changing").database.parent / ".build"
    open_to_others = [path for path in (folder, *folder.rglob("*")) if path.stat().st_mode & 0o077]
    assert open_to_others == []


def test_what_is_published_has_the_mode_of_the_setting(
    builds: Builds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = str(builds.result("another register").database)

    def modes(name: str, *options: str) -> set[str]:
        folder = tmp_path / name
        command = ["export", str(folder), "--database", database, "--no-parquet", *options]
        assert CliRunner().invoke(app, command).exit_code == 0
        return {oct(path.stat().st_mode & 0o777) for path in (folder, *folder.iterdir())}

    assert modes("public") == {"0o755", "0o644"}
    assert modes("with persons", "--facts") == {"0o700", "0o600"}
    monkeypatch.setenv(files.PUBLISHED_MODE_VARIABLE, "0640")
    assert modes("for the group") == {"0o750", "0o640"}
    monkeypatch.setenv(files.PUBLISHED_MODE_VARIABLE, "all")
    with pytest.raises(ProjectError, match="is no mode"):
        files.published_mode()


# --- what an earlier build left ------------------------------------------------------------------


def test_a_build_removes_whatever_an_earlier_one_left(tmp_path: Path) -> None:
    workshop = workshop_path(tmp_path / "w.duckdb")
    workshop.parent.mkdir()
    names = ("w.duckdb", "w.duckdb.wal", "w.duckdb.tmp/a", "w.duckdb.spill/b")
    left = [workshop.parent / name for name in names]
    left += [dbt_run.log_of(workshop), workshop.parent / "target" / "run_results.json"]
    for path in left:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"damaged")
    other = workshop.with_name("other.duckdb")
    other.write_bytes(b"of another warehouse")
    builder._clear(workshop)
    assert [path for path in left if path.exists()] == []
    assert other.exists()


def test_spill_folder_of_a_setting_holds_one_folder_for_each_warehouse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACHTOFFERMONITOR_SPILL", str(tmp_path))
    one = builder._spill_folder(tmp_path / "a" / "w.duckdb")
    two = builder._spill_folder(tmp_path / "b" / "w.duckdb")
    assert one.parent == two.parent == tmp_path
    assert one != two


def test_torn_line_of_the_history_does_not_spoil_the_next(builds: Builds, tmp_path: Path) -> None:
    database = tmp_path / "w.duckdb"
    shutil.copy(builds.result("another register").database, database)
    history.append(database, 1)
    file = history.history_file(database)
    whole = file.read_text()
    file.write_text(whole + whole[:40])
    assert len(history.read(database)) == 1
    history.append(database, 2)
    file.write_text(file.read_text().rstrip("\n"))
    history.append(database, 3)
    assert [entry.node_count for entry in history.read(database)] == [1, 2, 3]


# --- sentences about the machine -----------------------------------------------------------------


def test_damaged_locked_and_missing_are_told_apart(tmp_path: Path) -> None:
    damaged, locked = tmp_path / "block.duckdb", tmp_path / "locked.duckdb"
    duckdb.connect(str(damaged)).close()
    damaged.write_bytes(damaged.read_bytes()[:4096] + b"blocks of something else" * 999)
    script = (
        f"import duckdb; held = duckdb.connect({str(locked)!r}); print('held', flush=True); input()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout
    assert holder.stdin
    holder.stdout.readline()
    said = {}
    for path in (damaged, locked, tmp_path / "missing.duckdb"):
        with pytest.raises(ProjectError) as raised, warehouse.open_warehouse(path):
            pass
        said[path.stem] = str(raised.value)
    with pytest.raises(ProjectError, match="is open in another program"):
        builder._clear(locked)
    holder.communicate(b"\n")
    assert "is damaged" in said["block"]
    assert "Another program is writing" in said["locked"]
    assert "There is no warehouse" in said["missing"]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OSError(28, "No space left on device"), "full"),
        (OSError(30, "Read-only file system"), "not permitted"),
        (OSError(24, "Too many open files"), "too many files"),
        (duckdb.IOException('IO Error: Could not write file "x": No space left'), "full"),
        (duckdb.OutOfMemoryException("Out of Memory Error: failed to allocate"), "memory"),
        (duckdb.IOException("IO Error: Cannot open file x: Permission denied"), "not permitted"),
        (duckdb.IOException("IO Error: block 7 of the file is unknown"), "other"),
    ],
)
def test_every_kind_of_trouble_is_one_sentence(error: Exception, kind: str) -> None:
    assert troubles.kind_of(error) == kind
    text = troubles.sentence(error, Path("here"))
    assert text.count("\n") == 0
    assert "here" in text


def test_full_disk_during_a_build_is_said_once() -> None:
    result = BuildResult(Path("w.duckdb"))
    result.failures = [
        builder.NodeFailure("one", "model", "IO Error: No space left on device"),
        builder.NodeFailure("two", "model", "skipped"),
    ]
    builder._name_the_trouble(result, Path("w.duckdb"))
    assert "is full" in result.message
    assert result.failures == []


def test_file_that_could_not_be_written_to_its_end_is_not_put_in_place(tmp_path: Path) -> None:
    """DuckDB closes such a file without a word, and leaves the data in its log beside it."""
    workshop = tmp_path / "w.duckdb"
    script = (
        "import duckdb, resource; resource.setrlimit(resource.RLIMIT_FSIZE, (10**6, 10**6)); "
        f"made = duckdb.connect({str(workshop)!r}); "
        "made.execute('create table numbers as select hash(range) as one from range(100_000)'); "
        "made.close()"
    )
    subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    result = BuildResult(tmp_path / "place.duckdb")
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10**6, old[1]))
    try:
        builder._require_written(workshop, result)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
    assert "is full" in result.message


# --- the Makefile --------------------------------------------------------------------------------


def test_make_passes_no_variable_on_that_chooses_another_place() -> None:
    kept = {"PIP_INDEX_URL": "kept", "HTTPS_PROXY": "kept", "SSL_CERT_FILE": "kept"}
    away = dict.fromkeys(
        (
            *("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "UV_SYSTEM_PYTHON", "UV_PYTHON"),
            *("UV_PROJECT_ENVIRONMENT", "PYTHONPATH", "PYTHONHOME"),
        ),
        "elsewhere",
    )
    done = subprocess.run(
        [MAKE, "--silent", "--eval", "shown: ; @env", "shown"],
        cwd=ROOT,
        env=os.environ | kept | away | {"PIP_USER": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    shown = dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)
    assert kept.items() <= shown.items()
    assert not away.keys() & shown.keys()
    assert shown["PIP_USER"] == "0"


def test_folder_with_packages_takes_the_place_of_a_registry(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    names = ("PIP_NO_INDEX", "PIP_FIND_LINKS", "UV_OFFLINE", "UV_NO_INDEX", "UV_FIND_LINKS")

    def passed_on() -> dict[str, str]:
        done = subprocess.run(
            [MAKE, "--silent", "--eval", "shown: ; @env", "shown"],
            cwd=tmp_path,
            env={name: value for name, value in os.environ.items() if name not in names},
            capture_output=True,
            text=True,
            check=True,
        )
        shown = dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)
        return {name: shown[name] for name in names if name in shown}

    assert passed_on() == {}
    (tmp_path / "wheelhouse").mkdir()
    assert passed_on() == dict(zip(names, ("1", "wheelhouse", "1", "1", "wheelhouse"), strict=True))


def test_environment_of_another_checkout_is_made_anew(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / ".venv").mkdir()
    tools, place = tmp_path / ".venv" / ".tools", tmp_path / ".venv" / ".place"
    for written, stays in ((str(tmp_path.resolve()), True), ("/somewhere/else", False)):
        tools.touch()
        place.write_text(written + "\n")
        subprocess.run([MAKE, "help"], cwd=tmp_path, capture_output=True, check=True)
        assert tools.exists() is stays


def test_parquet_that_claims_more_records_than_the_setting_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [notification(1)] * 5000
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "notifications.parquet")
    monkeypatch.setenv("SLACHTOFFERMONITOR_RECORDS_MAX", "4999")
    (problem,) = find_problems(tmp_path)
    assert "claim 5,000 records, more than 4,999" in str(problem)
    monkeypatch.setenv("SLACHTOFFERMONITOR_RECORDS_MAX", "many")
    (problem,) = find_problems(tmp_path)
    assert "no number of records" in str(problem)
    monkeypatch.setenv("SLACHTOFFERMONITOR_RECORDS_MAX", "5000")
    assert require_readable(tmp_path) == {"notifications.parquet": 5000}


# --- DuckDB is shut off --------------------------------------------------------------------------

HOSTILE = {
    "reads": "select * from read_text('{outside}')",
    "looks_around": "select * from glob('{outside}/../*')",
    "climbs": "select * from read_text('{delivery}/../outside.txt')",
    "sets": "{{{{ run_query('set enable_external_access = true') }}}} select 1 as one",
    "attaches": "{{{{ run_query(\"attach '{outside}.duckdb' as other\") }}}} select 1 as one",
    "loads": "{{{{ run_query('install httpfs') }}}} select 1 as one",
    "writes": "{{{{ run_query(\"copy (select 1) to '{outside}.csv'\") }}}} select 1 as one",
}
"""Models that do what nothing in a delivery should bring a build to do."""


def test_a_build_reaches_nothing_but_the_delivery(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    delivery = small_delivery(tmp_path / "delivery")
    outside = tmp_path / "outside.txt"
    outside.write_text("of somebody else")
    folder = project / "models" / "audit" / "hostile"
    folder.mkdir()
    for name, query in HOSTILE.items():
        (folder / f"{name}.sql").write_text(query.format(outside=outside, delivery=delivery))
    before = {path.name for path in tmp_path.iterdir()}
    environment = os.environ | {
        "SLACHTOFFERMONITOR_DATABASE": str(project / "w.duckdb"),
        "SLACHTOFFERMONITOR_REGISTER": str(delivery),
    }
    subprocess.run(
        [DBT, "run", "--select", "path:models/audit/hostile"],
        cwd=project,
        env=environment,
        capture_output=True,
        check=False,
    )
    results = json.loads((project / "target" / "run_results.json").read_text(encoding="utf-8"))
    said = {
        result["unique_id"].rsplit(".", maxsplit=1)[-1]: result["message"]
        for result in results["results"]
        if result["unique_id"].startswith("model.")
    }
    assert said.keys() == HOSTILE.keys()
    refused = ("disabled by configuration", "disabled through configuration", "has been locked")
    assert {name: text for name, text in said.items() if not any(w in text for w in refused)} == {}
    assert {path.name for path in tmp_path.iterdir()} == before


# --- what leaks ----------------------------------------------------------------------------------


@pytest.mark.slow
def test_line_cut_off_in_the_middle_is_in_nothing_that_dbt_writes(tmp_path: Path) -> None:
    delivery = small_delivery(tmp_path / "delivery")
    file = delivery / "notifications.csv"
    text = file.read_text()
    file.write_text(text[: text.rindex("person-59") + len("person-59")])
    built = run_build(tmp_path / "bare", (DBT, "build"), delivery)
    assert built.code != 0
    written = [path for path in built.logs.parent.rglob("*") if path.is_file()]
    assert written
    assert "person-59" not in built.output
    assert [path.name for path in written if b"person-59" in path.read_bytes()] == []


def test_no_marker_of_a_person_is_in_what_is_shown_or_published(
    builds: Builds, tmp_path: Path
) -> None:
    """No pseudonym or birth date in any byte, and no id of a record in what is public."""
    stopped = builds.outcome("changing")
    database = builds.result("another register").database
    public = tmp_path / "export"
    export.export(database, public, ("csv", "parquet"))
    history.append(database, 1)
    closed = [docs_folder(workshop_path(stopped.database)), history.history_file(database)]
    shown = [file for place in closed for file in kept.files_below(place)]
    markers = [b"person-1", b"1990-01-02"]
    with duckdb.connect() as connection:
        texts = [
            str(connection.execute(f"select * from '{file}'").fetchall()).encode()
            for file in public.glob("*.parquet")
        ]
    texts += [file.read_bytes() for file in (*shown, *public.iterdir())]
    texts.append(stopped.output.encode())
    assert len(texts) > 50
    assert [text[:80] for text in texts if any(marker in text for marker in markers)] == []
    published = [file.read_bytes() for file in public.iterdir()]
    assert [text[:80] for text in published if b"rec-1" in text or b"not-1" in text] == []


@pytest.mark.slow
@pytest.mark.parametrize("columns", [ATTRIBUTES, CODES], ids=["attributes", "codes"])
def test_marker_in_any_column_is_in_nothing_that_is_shown_or_published(
    tmp_path: Path, columns: tuple[str, ...]
) -> None:
    """A name stands in each column of some record; only the ids of records are meant to be seen."""
    delivery = small_delivery(tmp_path / "delivery")
    rows = [
        notification(number, **{"record_id": f"extra-{number}", column: f"Zqx{number} Vries"})
        for number, column in enumerate(columns)
    ]
    write_table(delivery / "notifications_more.csv", rows)
    built = run_build(tmp_path / "built", FAST, delivery)
    assert (built.code == 0) == (columns == ATTRIBUTES), built.output
    if built.code == 0:
        export.export(built.database, tmp_path / "built" / "export", ("csv", "parquet"))
    shown = [
        file
        for file in (tmp_path / "built").rglob("*")
        if file.is_file() and file.suffix not in (".duckdb", ".wal")
    ]
    assert len(shown) > 5
    assert "zqx" not in built.output.lower()
    assert [str(file) for file in shown if b"zqx" in file.read_bytes().lower()] == []


# --- erasure and retention -----------------------------------------------------------------------


def test_erased_person_is_in_nothing_that_is_kept(builds: Builds, tmp_path: Path) -> None:
    """A person with a record in CSV and one in Parquet, and a build that stopped, are erased."""
    database = tmp_path / "w.duckdb"
    shutil.copy(builds.result("another register").database, database)
    delivery = small_delivery(tmp_path / "delivery")
    file = delivery / "notifications.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("rec-3,", '"rec-3\nbis",'), encoding="utf-8")
    rows = [notification(n, record_id=f"more-{n}", notification_id=f"more-{n}") for n in (1, 2)]
    pq.write_table(pa.Table.from_pylist(rows), delivery / "notifications_more.parquet")
    workshop = workshop_path(database)
    workshop.parent.mkdir()
    workshop.write_bytes(b"of a build that stopped: person-1")
    log = dbt_run.log_of(workshop)
    log.parent.mkdir()
    log.write_text("person-1")
    (tmp_path / "list.txt").write_text(" person-1 \n")

    command = ["erase", str(tmp_path / "list.txt"), "--database", str(database)]
    done = CliRunner().invoke(app, [*command, "--register", str(delivery)])
    assert done.exit_code == 0, done.output
    assert "2 records are erased from 2 files" in done.output
    assert "person-1" not in done.output
    persons = find_persons(delivery)
    assert "person-1" not in persons
    assert {"person-2", "person-3", "person-10"} <= set(persons)
    assert len(persons) == SMALL_RECORDS
    assert '"rec-3\nbis",' in file.read_text(encoding="utf-8")
    assert not workshop.exists()
    assert not log.exists()
    (line,) = kept.erasures_file(database).read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["record_count"] == 2
    assert "person" not in line
    again = CliRunner().invoke(app, [*command, "--register", str(delivery)])
    assert again.exit_code == 1
    assert "look at the list" in again.output


def find_persons(directory: Path) -> list[str]:
    """Return the pseudonym of every record of a delivery."""
    with duckdb.connect() as connection:
        return [
            str(name)
            for (name,) in connection.execute(
                f"select person_pseudonym from read_csv('{directory}/*.csv', all_varchar = true) "
                "union all "
                f"select person_pseudonym from read_parquet('{directory}/*.parquet')"
            ).fetchall()
        ]


def test_what_is_left_of_a_person_stops_the_erasure(
    builds: Builds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "w.duckdb"
    shutil.copy(builds.result("another register").database, database)
    delivery = small_delivery(tmp_path / "delivery")
    (tmp_path / "list.txt").write_text("person-1\n")
    monkeypatch.setattr(builder, "build", lambda database, *_, **__: BuildResult(database))
    command = ["erase", str(tmp_path / "list.txt"), "--database", str(database)]
    done = CliRunner().invoke(app, [*command, "--register", str(delivery)])
    assert done.exit_code == 1
    assert "is left in intermediate." in done.output
    assert "person-1" not in done.output


def test_the_shipped_register_is_not_erased(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("person-1\n")
    command = ["erase", str(tmp_path / "list.txt"), "--database", str(tmp_path / "w.duckdb")]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 1
    assert "is synthetic" in done.output


@pytest.mark.parametrize("text", ["", "\n \n", "abc\n"])
def test_list_of_persons_that_would_prove_nothing_is_refused(text: str) -> None:
    with pytest.raises(ProjectError):
        erasure.read_pseudonyms(text.splitlines())


def test_a_pseudonym_is_erased_as_the_warehouse_reads_it() -> None:
    """Every character of the first plane, held against the second opinion."""
    texts = [f" P{chr(n)} 1 " for n in range(1, 0x10000) if not 0xD800 <= n <= 0xDFFF]
    cleaned = (
        pl.Series(texts)
        .str.replace_all(UNSEEN, "")
        .str.replace_all(BLANK, " ")
        .str.strip_chars(" ")
    )
    assert [erasure._plain(text) for text in texts] == cleaned.to_list()


def test_what_is_over_its_days_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = tmp_path / "w.duckdb"
    database.write_bytes(b"the warehouse")
    left = workshop_path(database)
    left.parent.mkdir()
    left.write_bytes(b"of a build that stopped")
    now = datetime.now(UTC)
    assert kept.enforce(database, now) == []
    assert [found.path for found in kept.enforce(database, now + timedelta(days=31))] == [left]
    assert not left.exists()
    assert database.exists()
    left.write_bytes(b"again")
    monkeypatch.setenv("SLACHTOFFERMONITOR_KEEP_FAILED_BUILDS_DAYS", "2")
    assert [found.path for found in kept.enforce(database, now + timedelta(days=3))] == [left]
    monkeypatch.setenv("SLACHTOFFERMONITOR_KEEP_FAILED_BUILDS_DAYS", "soon")
    with pytest.raises(ProjectError, match="whole number of days"):
        kept.KINDS[1].keep_days()


def test_everything_that_a_build_writes_is_on_the_list_of_what_is_kept(builds: Builds) -> None:
    """The parse of the project, which holds no data, is left out, and so are locks."""
    for name in ("shipped", "changing"):
        built = builds.outcome(name)
        listed = [
            file
            for kind in kept.KINDS
            for place in kind.places(built.database)
            for file in kept.files_below(place)
        ]
        folder = built.database.parent
        written = [*folder.glob("slachtoffermonitor.duckdb*"), *(folder / ".build").rglob("*")]
        unlisted = [
            path
            for path in written
            if path.is_file()
            and path not in listed
            and path.suffix != ".lock"
            and path.name != "lock"
            and path.relative_to(folder).parts[:2] != (".build", "target")
        ]
        assert unlisted == []


@pytest.mark.parametrize("text", ["=A1", "+A1", "-SUM(1)", "@A1", "\t=A1", "\r=A1", " =A1"])
def test_exports_hold_nothing_that_a_spreadsheet_runs(text: str) -> None:
    with duckdb.connect() as connection:
        connection.execute("create table cells as select ? as label", [text])
        query = f"select {export._defused('label')} from cells"
        assert connection.execute(query).fetchall() == [(f"'{text}",)]
        connection.execute("update cells set label = 'Police: 3-4 = 2'")
        assert connection.execute(query).fetchall() == [("Police: 3-4 = 2",)]


def test_name_of_a_delivery_that_may_say_who_is_not_published() -> None:
    unnamed: dict[str, str] = {}
    said = [
        _delivery_name(text, unnamed)
        for text in ("synthetic-2019", "", "by J. de Vries", "2020/1", "Janssen", "by J. de Vries")
    ]
    assert said == ["synthetic-2019", "", "(1)", "2020/1", "(2)", "(1)"]
