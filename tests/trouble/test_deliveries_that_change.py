"""Trouble with deliveries: files that change while they are read, or are too long to be."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deliveries import SMALL_RECORDS, notification, small_delivery
from warehouses import Builds

from slachtoffermonitor import (
    receipt,
)
from slachtoffermonitor.delivery import find_problems, require_readable
from slachtoffermonitor.project import Delivery


def test_delivery_that_changes_during_a_build_stops_it(builds: Builds) -> None:
    built = builds.outcome("changing")
    assert built.code == 1
    assert "changed while it was built: notifications.csv was written to" in built.output
    assert "is unchanged" in built.output
    assert "totals of the progress: 1\n" in built.output
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
