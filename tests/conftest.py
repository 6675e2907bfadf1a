"""Shared fixtures: a small delivery, and the warehouses that a session builds."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pytest
from build_with_a_shared_parse import FOLDER as SHARED_PARSE
from deliveries import (
    defective_delivery,
    emm_record,
    notification,
    several_reporters,
    small_delivery,
    taken_key,
    unknown_codes,
    write_table,
)
from filelock import FileLock
from warehouses import BARE, BUILD, CHANGING, FAST_DBT, UNTESTED, Builds, Plan, split_shipped

from slachtoffermonitor.delivery import TABLES
from tests.second_opinion.warehouse import Compiled, compile_project

LONGEST_FIRST: Final = (
    "test_builds.py",
    "test_bad_input.py",
    "test_site.py",
    "test_site_in_browser.py",
    "test_faults.py",
    "test_erasure.py",
    "test_publication_accidents.py",
    "test_publication_use.py",
    "test_kit_files.py",
    "test_guards_output.py",
    "test_mutation_sample.py",
    "test_second_opinion.py",
    "test_guards.py",
    "test_decision_examples.py",
    "test_scale_register.py",
    "test_other_registers.py",
)
"""A process takes a whole file at a time: what lasts long comes first, so that none of it is left
when all other processes have nothing more to do. The second needs none of the warehouses that the
first builds, so that nobody waits for them."""


DEAR: Final = {"builds", "stopped", "compiled", "registers", "browser"}
"""Fixtures that take long: a warehouse, the compiled project, registers of thousands, a browser."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest before the others; within a file the order stays.

    What asks for a dear fixture is slow; `make check` leaves it out.
    """
    for item in items:
        if DEAR & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)
    places = {name: place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(item.path.name, len(places)))


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


def named_like_partitions(directory: Path) -> Path:
    """Return a directory below folders that are named after every column and a value of it."""
    names = dict.fromkeys(column for columns in TABLES.values() for column in columns)
    return directory.joinpath(*(f"{name}=active" for name in names))


PLANS: Final = {
    "shipped": Plan(BUILD, has_last_good=True),
    "bare": Plan(BARE),
    "split": Plan(UNTESTED, lambda directory: split_shipped(named_like_partitions(directory))),
    "changing": Plan(CHANGING, small_delivery, has_last_good=True),
    "another register": Plan(UNTESTED, small_delivery, after="bare"),
    "defective": Plan(FAST_DBT, defective_delivery),
    "several reporters": Plan(FAST_DBT, several_reporters),
    "unknown code": Plan(deliver=unknown_codes, has_last_good=True),
    "taken key": Plan(deliver=taken_key),
}
"""The builds of a test run, by name."""


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a directory that the processes of one run share."""
    directory = tmp_path_factory.getbasetemp()
    return directory.parent if "PYTEST_XDIST_WORKER" in os.environ else directory


@pytest.fixture(scope="session", autouse=True)
def shared_parse(shared: Path) -> None:
    """Name the folder in which builds share what dbt makes of the project."""
    directory = shared / "parsed"
    directory.mkdir(exist_ok=True)
    os.environ[SHARED_PARSE] = str(directory)


@pytest.fixture(scope="session")
def builds(shared: Path) -> Builds:
    """Return the builds that the tests look at; the processes of one run share them."""
    directory = shared / "builds"
    directory.mkdir(exist_ok=True)
    return Builds(directory, PLANS)


@pytest.fixture(scope="session")
def compiled(shared: Path) -> Compiled:
    """Return the compiled project; it is compiled once in a run."""
    directory = shared / "compiled"
    with FileLock(directory.with_suffix(".lock")):
        return Compiled.read(directory) if directory.exists() else compile_project(directory)
