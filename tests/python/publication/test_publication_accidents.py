"""Publications: no accident harms the present one, and no reader gets half."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock
from killed import publish_and_die
from publications import AT, current, rows, run, state_of
from warehouses import stamped

from slachtoffermonitor.publication import (
    events,
    folder,
    publish,
)
from slachtoffermonitor.publication.check import check
from slachtoffermonitor.publication.publish import STEPS, Wish
from tests.faults.publications import kill_publications, read_during_publications


def test_killed_at_any_step_it_leaves_the_present_one_and_the_next_clears_up(
    warehouse: Path, published: Path
) -> None:
    before = state_of(published / "0001")
    for place, name in enumerate(STEPS):
        assert publish_and_die(warehouse, published, AT, name) == -signal.SIGKILL
        is_in_the_journal = place > STEPS.index("record")
        known = events.publications(events.read(published))
        assert list(known) == ([1, 2] if is_in_the_journal else [1]), name
        assert current(published).resolve().parent.name == ("0002" if name == "list" else "0001")
        assert state_of(published / "0001") == before
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
    before = state_of(published)
    done = run("publish", "--database", warehouse, "--folder", published)
    assert done.exit_code == 1
    assert "does not name publication 0001, which is there" in done.output
    assert state_of(published) == before


def test_a_full_disk_is_said_and_leaves_the_present_one(warehouse: Path, published: Path) -> None:
    before = state_of(published)
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
    assert state_of(published) == before


def test_no_permission_is_said(
    warehouse: Path, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    before = state_of(published)
    monkeypatch.setattr(Path, "mkdir", refuse)
    done = run("publish", "--database", warehouse, "--folder", published)
    assert done.exit_code == 1
    assert "may not be written or read by this user" in done.output
    assert folder.VARIABLE in done.output
    assert state_of(published) == before


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
