"""A person is erased from all that is kept, and what is over its days is removed."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deliveries import SMALL_RECORDS, notification, small_delivery
from typer.testing import CliRunner
from warehouses import Builds, stamped

from slachtoffermonitor import build as builder
from slachtoffermonitor import (
    dbt_run,
    erasure,
    kept,
)
from slachtoffermonitor.build import BuildResult
from slachtoffermonitor.cli import app
from slachtoffermonitor.feedback import folder as feedback
from slachtoffermonitor.project import ProjectError, workshop_path
from slachtoffermonitor.publication import events
from slachtoffermonitor.publication.publish import Wish, publish
from tests.second_opinion.records import BLANK, UNSEEN


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
    told = feedback.folder_of(database)
    told.mkdir()
    (told / "records.csv").write_text("person-1")
    (tmp_path / "list.txt").write_text(" person-1 \n")
    stamped(database, builds.result("shipped").database, is_shipped=False)
    published = tmp_path / "published"
    publish(database, published, Wish("restricted"), "2026-12-01T08:00:00+00:00")
    for place in ("the database monitor at db", "the database other at db"):
        events.append(published, events.Event("filled", 1, "2026-12-01T09:00:00", place=place))

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
    assert not told.exists()
    (line,) = kept.erasures_file(database).read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["record_count"] == 2
    assert json.loads(line)["removed_publication_count"] == 1
    assert "Publications removed: 1;" in done.output
    assert "Fill the database monitor at db again: until then it holds" in done.output
    assert "Fill the database other at db again: until then it holds" in done.output
    first, second = events.publications(events.read(published)).values()
    assert first.state == "draft, corrected by 2, removed"
    assert second.is_current
    assert sorted(path.name for path in published.glob("0*")) == ["0002"]
    query = "select count(*) from marts.fct_known_victim_years"
    with duckdb.connect(str(published / "current.duckdb"), read_only=True) as connection:
        assert connection.execute(query).fetchall() == [(SMALL_RECORDS - 1,)]
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
