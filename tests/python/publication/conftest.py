"""A small publication for each process of a test run, and copies of it to be changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from publications import AT, small_warehouse
from warehouses import Builds

from slachtoffermonitor.publication import (
    publish,
)
from slachtoffermonitor.publication.publish import Wish


@pytest.fixture(scope="session")
def warehouse(builds: Builds, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the shipped warehouse with fewer rows in it, which is sooner published."""
    return small_warehouse(builds, tmp_path_factory.mktemp("warehouse"))


@pytest.fixture(scope="session")
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
