"""Publications: what they hold, who gets them, and what no accident does to them."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import duckdb
import pytest
from filelock import FileLock
from killed import publish_and_die
from publications import delivered, small_warehouse
from sites import site_warehouse
from typer.testing import CliRunner, Result
from warehouses import ROOT, Builds, stamped, table_digests

from slachtoffermonitor import kept, stamp
from slachtoffermonitor.cli import app
from slachtoffermonitor.project import REGISTER_VARIABLE, ProjectError
from slachtoffermonitor.publication import (
    audiences,
    compare,
    erasing,
    events,
    folder,
    manifest,
    publish,
)
from slachtoffermonitor.publication.check import check
from slachtoffermonitor.publication.publish import STEPS, Wish
from tests.faults.publications import kill_publications, read_during_publications

AT = "2026-12-01T08:00:00+00:00"
RESTRICTED = "restricted, small numbers not protected"


@pytest.fixture(scope="module")
def warehouse(builds: Builds, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the shipped warehouse with fewer rows in it, which is sooner published."""
    return small_warehouse(builds, tmp_path_factory.mktemp("warehouse"))


@pytest.fixture(scope="module")
def one(warehouse: Path) -> Path:
    """Return a folder with one publication, which no test changes."""
    target = warehouse.parent / "one publication"
    publish.publish(warehouse, target, Wish(), AT)
    return target


@pytest.fixture
def published(one: Path, tmp_path: Path) -> Path:
    """Return a folder with one publication, to be changed."""
    return Path(shutil.copytree(one, tmp_path / "published", symlinks=True))


@pytest.fixture
def other(warehouse: Path, tmp_path: Path) -> Path:
    """Return a copy of the warehouse, to be changed."""
    return Path(shutil.copy(warehouse, tmp_path / "other.duckdb"))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments])


def rows(file: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(query).fetchall()


def current(target: Path) -> Path:
    return target / folder.CURRENT


# --- what a publication holds --------------------------------------------------------------------


def test_it_holds_the_marts_and_nothing_else(one: Path, warehouse: Path) -> None:
    assert table_digests(current(one), ("marts",)) == table_digests(warehouse, ("marts",))
    schemas = rows(
        current(one), "select distinct table_schema from information_schema.tables order by all"
    )
    assert schemas == [("main",), ("marts",)]
    names = rows(current(one), "select column_name from duckdb_columns()")
    forbidden = re.compile("pseudonym|birth|record_id|record_key|notification_id|person_")
    assert [name for (name,) in names if forbidden.search(name)] == []


def test_comments_keys_and_what_is_never_empty_are_kept(one: Path, warehouse: Path) -> None:
    query = (
        "select table_name, column_name, comment from duckdb_columns() "
        "where schema_name = 'marts' order by all"
    )
    assert rows(current(one), query) == rows(warehouse, query)
    tables = (
        "select table_name, comment from duckdb_tables() where schema_name = 'marts' union all "
        "select view_name, comment from duckdb_views() where schema_name = 'marts' order by all"
    )
    assert rows(current(one), tables) == rows(warehouse, tables)
    keys = rows(
        current(one),
        "select table_name, constraint_column_names from duckdb_constraints() "
        "where constraint_type = 'PRIMARY KEY' and schema_name = 'marts'",
    )
    assert ("fct_victim_years", ["victim_year_key"]) in keys
    assert ("published_cells", list(compare.KEY)) in keys
    not_null = (
        "select table_name, column_name from duckdb_columns() "
        "where schema_name = 'marts' and not is_nullable"
    )
    assert set(rows(warehouse, not_null)) <= set(rows(current(one), not_null))
    foreign = rows(current(one), "from main.publication_keys where kind = 'foreign'")
    assert len(foreign) > 40


def test_any_client_opens_it_under_any_name(one: Path, tmp_path: Path) -> None:
    renamed = Path(shutil.copy(current(one), tmp_path / "another name.duckdb"))
    with duckdb.connect() as connection:
        connection.execute(f"attach '{renamed}' as elsewhere (read_only)")
        tags = connection.execute(
            "select tags['storage_version'] from duckdb_databases() "
            "where database_name = 'elsewhere'"
        ).fetchall()
        count = connection.execute(
            "select (select count(*) from elsewhere.marts.labelled_victim_years), "
            "(select count(*) from elsewhere.marts.fct_victim_years)"
        ).fetchall()[0]
    assert tags == [("v1.0.0+",)]
    assert count[0] == count[1] > 0


def test_the_manifest_says_what_it_was_made_with(one: Path, warehouse: Path) -> None:
    said = manifest.read(folder.numbered(one, 1))
    versions = said["code"]["versions"]
    assert versions.keys() == {"slachtoffermonitor", "dbt-core", "dbt-duckdb", "duckdb"}
    assert (said["data_status"], said["notice"]) == ("synthetic", manifest.SYNTHETIC_NOTICE)
    assert not said["holds_personal_data"]
    assert said["verdicts"]["claims"]["reproduced"] > 500
    assert said["verdicts"]["expectations"]["passed"] > 100
    files = rows(
        warehouse, "select distinct sha256 from audit.aud_delivery_files order by source_table"
    )
    assert sorted(one["sha256"] for one in said["register"]["files"]) == sorted(
        sha256 for (sha256,) in files
    )
    assert "raw_notifications.csv" not in json.dumps(said["register"])
    parts = {(part["kind"], part["name"]): part["exhibits"] for part in said["rules"]["parts"]}
    assert parts["model", "fig_2_03_exploitation_forms"] == ["fig_2_03"]
    assert len(parts["list", "ref_parameters"]) > 0
    assert len(parts["model", "int_exclusions__applied"]) == 15
    assert ("list", "raw_notifications") not in parts
    inside = rows(current(one), "select table_name, row_count, sha256 from main.publication_tables")
    outside = [(table["name"], table["rows"], table["sha256"]) for table in said["tables"]]
    assert inside == outside
    ((number, notice),) = rows(current(one), "select publication, notice from main.publication")
    assert (number, notice) == (1, manifest.SYNTHETIC_NOTICE)


def test_the_same_warehouse_gives_equal_tables(one: Path, warehouse: Path, tmp_path: Path) -> None:
    done = run(
        *("publish", "--database", warehouse, "--folder", tmp_path / "again"),
        *("--embargo", "2026-12-15T00:01"),
    )
    assert done.exit_code == 0, done.output
    assert "draft, embargo until 2026-12-15T00:01+01:00, current" in done.output
    first, second = (
        manifest.read(folder.numbered(target, 1))["tables"] for target in (one, tmp_path / "again")
    )
    assert first == second


def test_a_publication_is_read_by_those_who_may_enter_the_folder(
    warehouse: Path, one: Path, tmp_path: Path
) -> None:
    publication = folder.numbered(one, 1)
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in publication.iterdir()}
    assert set(modes.values()) == {"0o400"}
    assert publication.stat().st_mode & 0o777 == one.stat().st_mode & 0o777 == 0o700
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o750)
    shared.chmod(0o750)
    publish.publish(warehouse, shared, Wish(), AT)
    assert folder.numbered(shared, 1).stat().st_mode & 0o777 == 0o750
    assert current(shared).stat().st_mode & 0o777 == 0o440


# --- who gets what -------------------------------------------------------------------------------


def test_the_list_names_every_mart_and_column_of_the_project(
    warehouse: Path, builds: Builds
) -> None:
    built = site_warehouse(builds).parent / ".build" / "target" / "manifest.json"
    nodes = json.loads(built.read_text(encoding="utf-8"))["nodes"].values()
    marts = {
        node["name"]: list(node["columns"])
        for node in nodes
        if node["resource_type"] == "model" and node["schema"] == "marts"
    }
    restricted = audiences.audience_for("restricted", synthetic=False)
    lists = {name: list(audiences._rows(name)) for name in audiences.LISTS}
    for row in lists["tables.csv"]:
        assert bool(row["published_as"]) != bool(row["left_out_because"]), row
        per_victim = row["table_name"].startswith(("fct_", "labelled_"))
        assert (row["has_persons"] == "yes") == per_victim, row
    found = {one.table: list(one.columns) for one in audiences.listed(restricted, marts)}
    left_out = {row["table_name"] for row in lists["tables.csv"] if not row["published_as"]}
    assert found.keys() | left_out == marts.keys()
    assert all(found[table] == marts[table] for table in found)
    forbidden = re.compile("pseudonym|birth|record_id|record_key|notification_id|^person")
    assert [row for row in lists["columns.csv"] if forbidden.search(row["column_name"])] == []


@pytest.mark.parametrize(
    ("marts", "says"),
    [
        ({"dim_new": ["a_code"]}, "does not name the mart dim_new"),
        ({"dim_years": ["notification_year", "new"]}, "does not name the column dim_years.new"),
        ({"dim_years": ["notification_year"]}, "names the column dim_years.sort_order"),
        ({"dim_years": None}, "names the mart dim_years"),
    ],
)
def test_what_is_not_on_the_list_stops_a_publication(
    warehouse: Path, marts: dict[str, list[str] | None], says: str
) -> None:
    there: dict[str, list[str]] = {}
    for table, column in rows(
        warehouse,
        "select table_name, column_name from duckdb_columns() where schema_name = 'marts' "
        "order by table_name, column_index",
    ):
        there.setdefault(table, []).append(column)
    audience = audiences.audience_for(None, synthetic=True)
    assert len(audiences.listed(audience, there)) > 50
    for table, columns in marts.items():
        there.pop(table, None)
        there |= {table: columns} if columns else {}
    with pytest.raises(ProjectError, match=says):
        audiences.listed(audience, there)


def test_a_delivered_register_leaves_only_when_its_audience_is_written_out(
    other: Path, tmp_path: Path
) -> None:
    database = ("--database", delivered(other))
    for command in (
        ("publish", "--folder", tmp_path / "published"),
        ("export", tmp_path / "export"),
        ("site", tmp_path / "site"),
    ):
        done = run(*command, *database)
        assert done.exit_code == 1, command
        assert "write --audience restricted" in done.output
        assert not command[-1].exists()
    written_out = (*database, "--audience", "restricted")
    done = run("publish", "--folder", tmp_path / "published", *written_out)
    assert done.exit_code == 0, done.output
    said = manifest.read(tmp_path / "published" / "0001")
    assert said["holds_personal_data"]
    assert said["notice"] == f"{RESTRICTED.capitalize()}. {manifest.PERSONS_NOTICE}"
    file = current(tmp_path / "published")
    ((notice,),) = rows(file, "select notice from main.publication")
    assert notice == said["notice"]
    comments = rows(
        file,
        "select comment from duckdb_tables() union all "
        "select comment from duckdb_views() where not internal",
    )
    assert all(comment.startswith(RESTRICTED.capitalize()) for (comment,) in comments)
    for name in folder.PAGES:
        text = (tmp_path / "published" / name).read_text(encoding="utf-8")
        assert RESTRICTED in text or "kleine aantallen niet beveiligd" in text, name
    done = run("export", tmp_path / "export", *written_out)
    assert done.exit_code == 0, done.output
    assert (tmp_path / "export" / "README.txt").read_text().startswith(RESTRICTED.upper())
    for file in (tmp_path / "export").glob("*.csv"):
        _, *lines = file.read_text(encoding="utf-8").splitlines()
        assert all(line.startswith(f'"DELIVERED, {RESTRICTED}",') for line in lines), file


def test_a_delivered_site_says_so_on_every_page() -> None:
    from slachtoffermonitor.site.build import _front
    from slachtoffermonitor.site.texts import Texts

    for language, words in (("nl", "kleine aantallen"), ("en", "small numbers")):
        for key in ("banner.restricted", "banner.picture.restricted"):
            assert words in Texts(language)(key)
        assert words in _front("restricted")


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--audience", "public"), "small numbers are not protected yet"),
        (("--audience", "everybody"), "no audience 'everybody'"),
        (("--embargo", "tomorrow"), "no day with a time"),
        (("--embargo", "2026-12-15"), "no day with a time"),
        (("--corrects", "1"), "A correction says why"),
        (("--reason", "a slip"), "belongs to a correction"),
        (("--corrects", "7", "--reason", "a slip"), "no publication 7 to correct"),
        (("--rollback", "7"), "no publication 7"),
        (("--rollback", "1"), "current already"),
        (("--check", "7"), "no publication 7"),
        (("--approve", "7", "--by", "A"), "no publication 7"),
        (("--approve", "1"), "carries a name"),
        (("--approve", "1", "--by", " "), "carries a name"),
        (("--by", "A"), "--by belongs to --approve"),
        (("--diff", "1", "7"), "no publication 7"),
        (("--diff", "1", "1", "--edition", "2031"), "no edition '2031'"),
        (("--edition", "2014-2018"), "--edition belongs to --diff"),
        (("--list", "--check", "1"), "one thing at a time"),
        (("--list", "--reason", "a slip"), "--reason does not go with --list"),
        (("--postgres", "", "--list"), "one thing at a time"),
        (("--postgres", "", "--embargo", "2026-12-15T00:01"), "does not go with --postgres"),
        (("--postgres", "postgresql://a:b@c@d/e"), "The connection string cannot be read"),
        (("--postgres", "host=/nowhere dbname=x"), "There is no server for the database x at"),
    ],
)
def test_bad_use_is_one_sentence_and_harms_nothing(
    one: Path, warehouse: Path, options: tuple[str, ...], says: str
) -> None:
    before = _state(one)
    done = run("publish", "--database", warehouse, "--folder", one, *options)
    assert done.exit_code == 1, done.output
    assert says in done.output
    assert len(done.output.splitlines()) == 1
    assert _state(one) == before


def _state(target: Path) -> dict[str, tuple[int, float]]:
    """Return every file of a folder with its size and time of change."""
    return {
        str(path.relative_to(target)): (path.lstat().st_size, path.lstat().st_mtime)
        for path in target.rglob("*")
        if not path.is_dir() and path.name != folder.LOCK
    }


def test_a_target_that_is_something_else_is_left_as_it_is(warehouse: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear colleague,")
    (tmp_path / "years" / "2024").mkdir(parents=True)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / folder.CURRENT).write_text("of somebody else")
    for target, says in (
        (tmp_path / "letter.txt", "is a file"),
        (tmp_path / "years", "holds other things than publications, such as 2024"),
        (tmp_path / "own", "is a file and no link"),
        (warehouse.parent, "holds other things than publications"),
    ):
        done = run("publish", "--database", warehouse, "--folder", target)
        assert (done.exit_code, says in done.output) == (1, True), done.output
    done = run("publish", "--list", "--folder", tmp_path / "years")
    assert "There is no publication in" in done.output
    assert (tmp_path / "years" / "2024").is_dir()
    assert not (tmp_path / "years" / folder.LOCK).exists()


def test_a_warehouse_that_was_not_tested_to_its_end_is_not_published(
    other: Path, tmp_path: Path
) -> None:
    def refused(says: str) -> None:
        target = tmp_path / "published"
        with pytest.raises(ProjectError, match=says):
            publish.publish(other, target, Wish(), AT)
        assert not target.exists() or not [path for path in target.iterdir() if path.is_dir()]

    with duckdb.connect(str(other)) as connection:
        connection.execute("update marts.published_cells set value = value + 1 where value = 6")
    refused("has been changed since it was built and tested")
    stamped(other, other, "update audit.aud_expectation_results set verdict_code = 'failed'")
    refused("expectations of .* are not met")
    stamped(
        other,
        other,
        "update audit.aud_expectation_results set verdict_code = 'passed'",
        versions={"duckdb": "1.4.0"},
    )
    refused("was built with DuckDB 1.4.0")
    with duckdb.connect(str(other)) as connection:
        connection.execute("drop table main.built")
    refused("was not built to its end with all tests")
    with duckdb.connect(str(other)) as connection:
        connection.execute("drop schema marts cascade")
    refused("is not complete")


def test_made_up_and_delivered_figures_are_not_taken_for_each_other(
    one: Path, other: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(REGISTER_VARIABLE, str(tmp_path))
    done = run("publish", "--database", other, "--folder", tmp_path / "published")
    assert "built from the shipped, synthetic register; build it" in done.output
    delivered(other)
    with pytest.raises(ProjectError, match="are synthetic and for the audience 'restricted', and"):
        publish.publish(other, one, Wish("restricted"), AT)
    stamped(other, other, is_shipped=True)
    with pytest.raises(ProjectError, match="synthetic register, but its tables say deliv"):
        publish.publish(other, tmp_path / "published", Wish("restricted"), AT)


def test_a_delivery_that_is_synthetic_is_published_as_such(
    other: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = stamped(other, other, is_shipped=False)
    monkeypatch.setenv(REGISTER_VARIABLE, str(tmp_path))
    done = run("publish", "--database", own, "--folder", tmp_path / "published")
    assert done.exit_code == 0, done.output
    assert manifest.read(tmp_path / "published" / "0001")["data_status"] == "synthetic"


# --- what an accident leaves ---------------------------------------------------------------------


def test_killed_at_any_step_it_leaves_the_present_one_and_the_next_clears_up(
    warehouse: Path, published: Path
) -> None:
    before = _state(published / "0001")
    for place, name in enumerate(STEPS):
        assert publish_and_die(warehouse, published, AT, name) == -signal.SIGKILL
        is_in_the_journal = place > STEPS.index("record")
        known = events.publications(events.read(published))
        assert list(known) == ([1, 2] if is_in_the_journal else [1]), name
        assert current(published).resolve().parent.name == ("0002" if name == "list" else "0001")
        assert _state(published / "0001") == before
        if is_in_the_journal:
            _finish_and_forget(published)
    publish.publish(warehouse, published, Wish(), AT)
    left = sorted(path.name for path in published.iterdir())
    assert left == sorted(["0001", "0002", folder.CURRENT, events.FILE, folder.LOCK, *folder.PAGES])
    assert current(published).resolve().parent.name == "0002"
    assert check(folder.numbered(published, 2)) == []


def _finish_and_forget(target: Path) -> None:
    """Let the next command finish a publication that is in the journal, and take it out again."""
    with folder.at_work(target):
        assert current(target).resolve().parent.name == "0002"
        assert check(folder.numbered(target, 2)) == []
    journal = target / events.FILE
    journal.write_text(journal.read_text(encoding="utf-8").splitlines(keepends=True)[0])
    shutil.rmtree(folder.numbered(target, 2))
    folder.point_to(target, 1)


def test_publications_that_the_journal_has_lost_are_not_taken_for_what_is_left(
    warehouse: Path, published: Path
) -> None:
    journal = published / events.FILE
    journal.rename(published.parent / "lost.jsonl")
    before = _state(published)
    done = run("publish", "--database", warehouse, "--folder", published)
    assert done.exit_code == 1
    assert "does not name publication 0001, which is there" in done.output
    assert _state(published) == before


def test_a_full_disk_is_said_and_leaves_the_present_one(warehouse: Path, published: Path) -> None:
    before = _state(published)
    done = subprocess.run(
        [sys.executable, "-P", "-m", "slachtoffermonitor", "publish"],
        env=os.environ
        | {
            "PYTHONPATH": os.pathsep.join(sys.path),
            "SLACHTOFFERMONITOR_DATABASE": str(warehouse),
            folder.VARIABLE: str(published),
        },
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4_000_000, 4_000_000)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "is full" in done.stderr
    assert folder.VARIABLE in done.stderr
    assert "Traceback" not in done.stderr
    assert _state(published) == before


def test_no_permission_is_said(
    warehouse: Path, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    before = _state(published)
    monkeypatch.setattr(Path, "mkdir", refuse)
    done = run("publish", "--database", warehouse, "--folder", published)
    assert done.exit_code == 1
    assert "may not be written or read by this user" in done.output
    assert folder.VARIABLE in done.output
    assert _state(published) == before


def test_of_two_at_once_the_second_is_refused(warehouse: Path, published: Path) -> None:
    with FileLock(published / folder.LOCK):
        done = run("publish", "--database", warehouse, "--folder", published)
    assert done.exit_code == 1
    assert "Another publication is at work in" in done.output


def test_a_warehouse_that_is_replaced_meanwhile_is_published_as_it_was(
    warehouse: Path, other: Path, tmp_path: Path
) -> None:
    database = Path(shutil.copy(warehouse, tmp_path / "w.duckdb"))
    stamped(other, other, "delete from marts.published_cells where exhibit_code = 'fig_2_08'")

    def step(name: str) -> None:
        if name == "copy":
            other.replace(database)

    publish.publish(database, tmp_path / "published", Wish(), AT, step)
    query = "select count(*) from marts.published_cells"
    assert rows(current(tmp_path / "published"), query) == rows(warehouse, query)


def test_killed_at_any_moment_it_leaves_the_present_one(warehouse: Path, published: Path) -> None:
    """A sample of what `python -m tests.faults` does."""
    outcomes = list(kill_publications(warehouse, published, "restricted", 2))
    assert {one.fault: one.problems for one in outcomes if one.problems} == {}


def test_readers_get_the_old_one_or_the_new_one_and_never_an_error(
    warehouse: Path, other: Path, published: Path
) -> None:
    """A sample of what `python -m tests.faults` does."""
    stamped(other, other, "delete from marts.published_cells where exhibit_code = 'fig_2_08'")
    reading = read_during_publications(
        [other, warehouse], published, "restricted", readers=4, publications=2
    )
    assert (reading.errors, reading.wrong, reading.failed_builds) == (0, 0, 0)
    assert len(reading.right) == 3
    assert len({read.answer for read in reading.reads}) > 1


def test_who_reads_the_old_one_keeps_it_and_a_new_connection_gets_the_new(
    warehouse: Path, published: Path
) -> None:
    """In one process too, where DuckDB would otherwise hand out the file that it has open."""
    query = "select publication from main.publication"
    old = duckdb.connect(str(current(published)), read_only=True)
    publish.publish(warehouse, published, Wish(), AT)
    assert old.execute(query).fetchall() == [(1,)]
    assert rows(current(published), query) == [(2,)]
    assert old.execute(query).fetchall() == [(1,)]
    old.close()


# --- as offices release --------------------------------------------------------------------------


def test_approved_corrected_and_rolled_back_without_a_change_of_what_was_published(
    warehouse: Path, published: Path
) -> None:
    common = ("publish", "--database", warehouse, "--folder", published)
    first = {path: path.read_bytes() for path in folder.numbered(published, 1).iterdir()}
    done = run(*common, "--approve", "1", "--by", "A. | de Vries", "--embargo", "2026-12-15T00:01")
    assert done.exit_code == 0, done.output
    again = run(*common, "--approve", "1", "--by", "B")
    assert "approved by A. | de Vries on" in again.output
    assert again.exit_code == 1
    done = run(*common, "--corrects", "1", "--reason", "Two years | were <swapped>")
    assert "Publication 2 (synthetic, restricted): draft, corrects 1, current" in done.output
    twice = run(*common, "--corrects", "1", "--reason", "Once more")
    assert "has been corrected by 2 already" in twice.output
    assert run(*common, "--rollback", "1").exit_code == 0
    assert current(published).resolve().parent.name == "0001"
    assert run(*common, "--check", "1").exit_code == 0
    assert {path: path.read_bytes() for path in first} == first

    table = " ".join(run(*common, "--list").output.split())
    assert "embargo until" in table
    assert "current" in table
    assert events.publications(events.read(published))[1].embargo == "2026-12-15T00:01+01:00"
    english = (published / "corrections.md").read_text(encoding="utf-8")
    assert "**2 corrects 1**" in english
    assert "Two years \\| were \\<swapped\\>" in english
    assert "approved by A. \\| de Vries on" in english
    dutch = (published / "correcties.md").read_text(encoding="utf-8")
    assert "**2 corrigeert 1**" in dutch
    feed = ElementTree.fromstring((published / "feed.xml").read_text(encoding="utf-8"))  # noqa: S314
    atom = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{atom}entry")
    titles = [entry.findtext(f"{atom}title") for entry in entries]
    assert titles == [
        "Publication 1 is current again",
        "Publication 2 corrects 1",
        "Publication 1 is approved by A. | de Vries",
        "Publication 1 is published",
    ]
    ids = [element.text for element in feed.iter(f"{atom}id")]
    assert len(set(ids)) == len(ids) == 5
    for element in (feed, *entries):
        assert element.findtext(f"{atom}updated")
        assert element.findtext(f"{atom}title")


def test_a_publication_that_was_tampered_with_is_found(published: Path) -> None:
    publication = folder.numbered(published, 1)
    file = publication / folder.DATABASE
    for path in publication.iterdir():
        path.chmod(0o600)
    whole = file.read_bytes()
    with duckdb.connect(str(file)) as connection:
        connection.execute("create table marts.note as select 1 as one")
    assert check(publication) == ["marts.note is not in the manifest.json."]
    with duckdb.connect(str(file)) as connection:
        connection.execute("drop table marts.note")
        connection.execute("checkpoint")
    assert [sentence[:39] for sentence in check(publication)] == [
        "The file slachtoffermonitor.duckdb has "
    ]
    with duckdb.connect(str(file)) as connection:
        connection.execute("update marts.fig_2_08_gender set value = value + 1 where value > 50")
        connection.execute("delete from marts.dim_years where notification_year = 2014")
    found = check(publication)
    assert found[0].startswith("marts.dim_years has ")
    assert found[1] == "marts.fig_2_08_gender holds other values."
    done = run("publish", "--check", "1", "--folder", published)
    assert done.exit_code == 3
    assert "holds other values" in done.output
    file.write_bytes(whole)
    assert check(publication) == []
    text = publication / folder.MANIFEST
    text.write_text(text.read_text(encoding="utf-8").replace("synthetic", "delivered"))
    sha256 = events.read(published)[0].manifest_sha256
    assert check(publication, sha256) == ["The manifest.json is not the one that was published."]
    file.unlink()
    assert check(publication) == ["The file slachtoffermonitor.duckdb is missing."]


# --- what changed, and why -----------------------------------------------------------------------


def _with_part(database: Path, kind: str, name: str) -> tuple[stamp.Part, ...]:
    """Return the parts of a warehouse's stamp, one of them in another version."""
    with duckdb.connect(str(database), read_only=True) as connection:
        before = stamp.read(connection)
    assert before
    found = tuple(
        replace(part, sha256="0" * 64) if (part.kind, part.name) == (kind, name) else part
        for part in before.parts
    )
    assert found != before.parts
    return found


def test_every_changed_cell_is_named_with_its_cause(
    warehouse: Path, published: Path, other: Path
) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        before = stamp.read(connection)
    assert before
    where = "exhibit_code = 'fig_2_08' and edition_code = '2014-2018' and column_kind = 'edition'"
    stamped(
        other,
        other,
        f"update marts.published_cells set value = value + 1, base = base + 1 where {where} "
        "and row_kind = 'gender' and row_code = 'M'",
        f"delete from marts.published_cells where {where} and row_kind = 'gender' "
        "and row_code = 'V'",
        "update marts.published_cells set value = null where exhibit_code = 'fig_2_11' "
        "and edition_code = '2015-2019' and value between 1 and 50",
        parts=_with_part(other, "model", "fig_2_08_gender"),
    )
    publish.publish(other, published, Wish(), AT)
    found = compare.compare(folder.numbered(published, 1), folder.numbered(published, 2))
    gender = [each for each in found if each.cell[1] == "fig_2_08"]
    assert {(each.change, each.column) for each in gender} >= {
        ("changed", "value"),
        ("changed", "base"),
        ("removed", "value"),
    }
    assert {each.cause for each in gender} == {"another version of the model fig_2_08_gender"}
    rest = [each for each in found if each not in gender]
    assert {each.cause for each in rest} == {compare.UNEXPLAINED}
    assert all(each.before and not each.after for each in rest)
    done = run("publish", "--folder", published, "--diff", "2", "1", "--edition", "2014-2018")
    assert done.exit_code == 0
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert tuple(lines[0]) == compare.HEADER
    assert {line[7] for line in lines[1:]} == {"changed", "added"}
    assert len(lines) - 1 == len(gender)


def test_where_several_things_differ_all_are_named(one: Path) -> None:
    before = manifest.read(folder.numbered(one, 1))
    after = json.loads(json.dumps(before))
    assert compare.causes_of(before, after, "fig_2_08") == []
    after["register"]["digest"] = "another"
    after["register"]["files"][0]["sha256"] = "another"
    for part in after["rules"]["parts"]:
        if part["name"] in ("ref_genders", "fig_2_03_exploitation_forms", "clean_text"):
            part["sha256"] = "another"
    after["code"]["versions"]["duckdb"] = "1.6.0"
    found = compare.causes_of(before, after, "fig_2_08")
    assert found[0] == "other input files: 1 new, 1 gone"
    assert "another version of the list ref_genders" in found
    assert found[-1].startswith("another version of duckdb: ")
    assert "fig_2_03" not in " ".join(found)
    after["code"]["commit"] = "another"
    assert compare.causes_of(before, after, "fig_2_08") == found


# --- how long it is kept -------------------------------------------------------------------------


def test_publications_are_kept_as_the_setting_says_but_for_the_present_one(
    warehouse: Path, published: Path, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(folder.VARIABLE, str(published))
    monkeypatch.setenv("COLUMNS", "160")
    publish.publish(other, published, Wish(), AT)
    later = datetime.now(UTC) + timedelta(days=40)
    left = published / folder.NEW
    left.mkdir()
    (left / "half").write_bytes(b"of a publication that was killed")
    assert [found.path for found in kept.enforce(other, later)] == [left]
    monkeypatch.setenv("SLACHTOFFERMONITOR_KEEP_PUBLICATIONS_DAYS", "30")
    listed = [found.path.name for found in kept.find(other) if found.kind.code == "publications"]
    assert listed == ["0001"]
    assert [found.path.name for found in kept.enforce(other, later)] == ["0001"]
    assert current(published).resolve().parent.name == "0002"
    done = run("publish", "--folder", published, "--rollback", "1", "--database", other)
    assert "Publication 1 is no longer kept" in done.output
    assert "no longer kept" in " ".join(run("publish", "--list").output.split())
    done = run("kept", "--database", other)
    assert "the present publication" in " ".join(done.output.split())


def test_an_erasure_that_stops_half_way_is_known_and_can_go_on(other: Path) -> None:
    """What must go stands in the journal before the warehouse is built anew."""
    target = other.parent / "published"
    publish.publish(delivered(other), target, Wish("restricted", embargo="2026-12-15T00:01"), AT)
    assert not erasing.is_unfinished(other)
    assert erasing.announce(other, AT) == 1
    assert erasing.announce(other, AT) == 0
    assert erasing.is_unfinished(other)
    assert check(current(target).resolve().parent) == []
    (new,) = erasing.publish_anew(other, AT)
    assert (new.number, new.published.corrects, new.is_current) == (2, 1, True)
    assert (new.published.reason, new.embargo) == (erasing.REASON, "2026-12-15T00:01+01:00")
    assert not erasing.is_unfinished(other)
    assert [path.name for path in folder.all_of(target)] == ["0002"]
    assert erasing.publish_anew(other, AT) == []
    done = run("publish", "--folder", target, "--rollback", "1")
    assert "Publication 1 was removed on 2026-12-01: Records were erased." in done.output


def test_made_up_publications_stay_when_a_person_is_erased(
    warehouse: Path, one: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(folder.VARIABLE, str(one))
    assert erasing.announce(warehouse, AT) == 0
    assert not erasing.is_unfinished(warehouse)


# --- the page ------------------------------------------------------------------------------------


def test_examples_of_the_page_work(
    published: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (ROOT / "docs" / "publication.md").read_text(encoding="utf-8")
    monkeypatch.chdir(published.parent)
    examples = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert len(examples) == 1
    for example in examples:
        exec(compile(example, "docs/publication.md", "exec"), {})  # noqa: S102
    assert capsys.readouterr().out == "[]\n"
    (query,) = re.findall(r"^```sql\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    inside = "select sha256 from main.publication_tables where table_name = 'marts.dim_years'"
    assert rows(current(published), query) == rows(current(published), inside)
