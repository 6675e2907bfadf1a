"""The files of the expectations are read, and what is wrong with one is said in a sentence."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from warehouses import ROOT

from slachtoffermonitor.guards import library
from slachtoffermonitor.guards.catalogue import LIBRARY
from slachtoffermonitor.guards.checks import STAGES, Check
from slachtoffermonitor.guards.library import FOLDER, Library, expectations_folder
from slachtoffermonitor.project import ProjectError

ONE = f"{FOLDER}/arrival/delivery_volumes.year_not_too_small.sql"
SHARED = f"{FOLDER}/arrival/record_id_filled.sql"
NATIVE = f"{FOLDER}/release/published_cells.edition_format.yml"


def changed(old: str, new: str) -> Callable[[Path], None]:
    def change(file: Path) -> None:
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    return change


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        (ONE, Path.unlink, "arrival: the suite delivery_volumes lists year_not_too_small"),
        (ONE, changed("/*\n", "-- "), "the file does not begin with its heading"),
        (ONE, changed("remedy:", "cure:"), "the heading lacks remedy"),
        (ONE, changed("limit: {", "colour: red\nlimit: {"), "has colour, which nothing reads"),
        (ONE, changed("limit: {in_sql", "limit: {of"), "the limit is neither none nor made of"),
        (ONE, changed("{{ batch }}", "{{ bath }}"), "'bath' is undefined"),
        (ONE, changed("statement: ", "statement: ["), ", line 2: this is no YAML"),
        (NATIVE, changed("arguments:", "values:"), "the heading lacks arguments"),
        (
            SHARED,
            lambda file: shutil.copy(file, file.with_name("another.sql")),
            "another.sql: no suite lists this expectation",
        ),
    ],
)
def test_a_fault_of_a_file_is_said(
    tmp_path: Path, name: str, change: Callable[[Path], object], says: str
) -> None:
    shutil.copytree(ROOT / FOLDER, tmp_path / FOLDER)
    change(tmp_path / name)
    with pytest.raises(ProjectError) as stopped:
        Library.read(tmp_path / FOLDER)
    said = str(stopped.value)
    assert says in said
    assert str(tmp_path) not in said
    assert said.startswith(FOLDER)


def test_the_heading_names_the_limits_of_the_sql() -> None:
    for suite in LIBRARY.suites:
        for check in suite.checks:
            if isinstance(check, Check):
                used = set(re.findall(r"<<(\w+)>>", check.query + check.looked_at))
                if used - {"broken_record_share"} or check.limits:
                    assert set(check.limits) == used - {"broken_record_share"}, check.name


def test_no_expectation_stands_in_two_files() -> None:
    for stage in STAGES:
        bodies = [
            re.sub(r"/\*.*?\*/", "", file.read_text("utf-8"), flags=re.DOTALL)
            for file in (ROOT / FOLDER / stage).glob("*.sql")
        ]
        assert len(bodies) == len(set(bodies)) > 15


def test_the_project_goes_before_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a wheel is installed: the code is elsewhere, and has a copy beside it."""
    package = tmp_path / "package" / "slachtoffermonitor"
    shutil.copytree(ROOT / FOLDER, package / FOLDER)
    monkeypatch.setattr(library, "__file__", str(package / "guards" / "library.py"))
    assert expectations_folder() == ROOT / FOLDER
    monkeypatch.setattr(library, "find_project", lambda: None)
    assert expectations_folder() == package / FOLDER
    shutil.rmtree(package / FOLDER)
    with pytest.raises(ProjectError, match="restore the folder"):
        expectations_folder()
