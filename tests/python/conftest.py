"""Shared fixtures: a small delivery, and the warehouses that a session builds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from deliveries import (
    defective_delivery,
    emm_record,
    notification,
    taken_key,
    unknown_codes,
    write_table,
)
from warehouses import BARE, BUILD, UNTESTED, Builds, split_shipped, write_last_good

from slachtoffermonitor.delivery import TABLES
from slachtoffermonitor.project import DATABASE_NAME


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    """Return a sound delivery of one file of each table, 30 and 5 records."""
    directory = tmp_path / "delivery with a blank"
    directory.mkdir()
    write_table(directory / "notifications.csv", [notification(number) for number in range(30)])
    write_table(
        directory / "emm_records.csv",
        [emm_record(number) for number in range(5)],
        TABLES["emm_records"],
    )
    return directory


@pytest.fixture(scope="session")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builds]:
    """Start every build that the session's tests look at."""
    directory = tmp_path_factory.mktemp("builds")
    builds = Builds(directory)
    builds.start("shipped", BUILD)
    builds.start("bare", BARE)
    by_year = split_shipped(directory / "by year", "received_on", r"\d{4}", "parquet")
    builds.start("parquet", register=by_year)
    by_reporter = split_shipped(directory / "by reporter", "reporter", r".*", "csv")
    builds.start("csv", UNTESTED, by_reporter)
    builds.start("defective", register=defective_delivery(directory / "defective delivery"))
    (directory / "unknown code").mkdir()
    write_last_good(directory / "unknown code" / DATABASE_NAME)
    builds.start("unknown code", register=unknown_codes(directory / "unknown codes"))
    builds.start("taken key", register=taken_key(directory / "taken keys"))
    yield builds
    builds.close()
