"""A PostgreSQL, and publications to fill it from."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from publications import small_warehouse
from warehouses import Builds, stamped

from slachtoffermonitor.publication import folder
from tests.clients.postgres import published, with_form
from tests.clients.server import Server, running

PLACES: Final = (folder.VARIABLE, "PGHOST", "PGDATABASE", "PGUSER", "PGPASSWORD", "PGSERVICE")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as started:
        yield started


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PLACES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def warehouse(builds: Builds, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_warehouse(builds, tmp_path_factory.mktemp("warehouse"))


@pytest.fixture(scope="module")
def one(warehouse: Path) -> Path:
    """Return the folder of a publication, which no test changes."""
    return published(warehouse, warehouse.parent / "one")


@pytest.fixture(scope="module")
def other(warehouse: Path) -> Path:
    """Return another publication of the same form: without an exhibit."""
    changed = Path(shutil.copy(warehouse, warehouse.parent / "other.duckdb"))
    stamped(changed, changed, "delete from marts.published_cells where exhibit_code = 'fig_2_08'")
    return published(changed, warehouse.parent / "two")


@pytest.fixture(scope="module")
def grown(one: Path) -> Path:
    """Return a publication of another form: a table more, and a column more in another."""
    return with_form(
        one,
        "create table marts.dim_new (new_code varchar primary key)",
        "insert into marts.dim_new values ('a')",
        "alter table marts.dim_years add column is_new boolean",
    )


@pytest.fixture
def empty(server: Server) -> str:
    """Return the connection string of an empty database."""
    return server.new_database("monitor")
