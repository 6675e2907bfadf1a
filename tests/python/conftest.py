"""Shared fixtures: a small delivery, and warehouses built once per session."""

from __future__ import annotations

from pathlib import Path

import pytest
from deliveries import emm_record, notification, write_table

from slachtoffermonitor.delivery import TABLES


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
