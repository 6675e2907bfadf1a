"""The site, made once in a test run, the warehouse that it is made from, and a browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import duckdb
import pytest
from browsers import start_browser
from filelock import FileLock
from playwright.sync_api import Browser
from sites import site_warehouse
from warehouses import ROOT, Builds

from slachtoffermonitor.site.build import SiteResult, build_site
from slachtoffermonitor.site.data import Warehouse
from slachtoffermonitor.site.reading import read_warehouse


@pytest.fixture(scope="session")
def database(builds: Builds) -> Path:
    """Return the warehouse that the site is made from."""
    return site_warehouse(builds)


@pytest.fixture(scope="session")
def warehouse(database: Path) -> Warehouse:
    """Return what the site shows."""
    return read_warehouse(database)


@pytest.fixture(scope="session")
def made(database: Path, shared: Path) -> SiteResult:
    """Make the site once in a run, while somebody reads the warehouse; its name has a blank."""
    folder = shared / "site"
    folder.mkdir(exist_ok=True)
    done = folder / "result.json"
    with FileLock(folder / "making.lock"):
        if not done.exists():
            with duckdb.connect(str(database), read_only=True):
                result = build_site(database, folder / "the site", ROOT)
            done.write_text(json.dumps(asdict(result), default=str), encoding="utf-8")
        found = json.loads(done.read_text(encoding="utf-8"))
    return SiteResult(
        Path(found["folder"]), found["page_count"], found["byte_count"], tuple(found["warnings"])
    )


@pytest.fixture(scope="session")
def site(made: SiteResult) -> Path:
    """Return the site's folder."""
    return made.folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start the browser that the system has."""
    yield from start_browser()
