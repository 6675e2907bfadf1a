"""A release kit, made once in a test run, and one of a spoilt file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock
from kits import (
    DELIVERED,
    MADE,
    PUBLICATION,
    copy_marts,
)
from warehouses import Builds

from slachtoffermonitor.kit import cells
from slachtoffermonitor.kit.make import make_kit


@pytest.fixture(scope="session")
def warehouse(builds: Builds) -> Path:
    return builds.result("shipped").database


@pytest.fixture(scope="session")
def connection(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Return the warehouse with the cells of a kit prepared, whichever process made the kit."""
    with duckdb.connect(str(warehouse), read_only=True) as opened:
        cells.prepare(opened, PUBLICATION)
        yield opened


@pytest.fixture(scope="session")
def kit(connection: duckdb.DuckDBPyConnection, shared: Path) -> Path:
    """Return a kit, which no test changes; the processes of one run share it."""
    folder = shared / "a kit"
    with FileLock(shared / "kit.lock"):
        if not folder.exists():
            make_kit(connection, PUBLICATION, folder, MADE)
    return folder


@pytest.fixture(scope="session")
def spoilt(
    warehouse: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, duckdb.DuckDBPyConnection]:
    """A kit of a delivered register with suppressed cells and texts that would be formulas."""
    place = tmp_path_factory.mktemp("spoilt")
    database = copy_marts(
        warehouse,
        place / "w.duckdb",
        "update marts.dim_editions set data_status = 'delivered'",
        "alter table marts.fig_2_05_labour_sectors add column is_suppressed boolean",
        "update marts.fig_2_05_labour_sectors set is_suppressed = row_kind = 'total' "
        "or (edition_code = '2015-2019' and row_order = 3)",
        "update marts.fig_2_08_gender set row_label_nl = '=1+1', row_label_en = ' @SUM(A1)' "
        "where row_order = 2",
        "update marts.fig_2_08_gender set row_label_nl = '-2', row_label_en = '+cmd' "
        "where row_order = 3",
        "update marts.fig_2_10_age set value = -1.5 where row_kind = 'mean_age'",
        "update marts.dim_exhibits set title_nl = '{=1+1}' where exhibit_code = 'fig_2_08'",
    )
    opened = duckdb.connect(str(database), read_only=True)
    make_kit(opened, DELIVERED, place / "kit", replace(MADE, with_quality=False))
    return place / "kit", opened
