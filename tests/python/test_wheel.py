"""The wheel holds what a user runs, and nothing of the laboratory."""

from __future__ import annotations

import re
import zipfile
from typing import Final

import pytest
from hatchling.builders.wheel import WheelBuilder
from warehouses import ROOT

PACKAGE: Final = "slachtoffermonitor"


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The files of the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    return set(zipfile.ZipFile(wheel).namelist())


def test_the_wheel_holds_the_package_and_what_describes_it(names: set[str]) -> None:
    own = {name for name in names if name.startswith(f"{PACKAGE}/")}
    there = {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src" / PACKAGE).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    expectations = {
        f"{PACKAGE}/{path.relative_to(ROOT).as_posix()}"
        for path in (ROOT / "expectations").rglob("*")
        if path.is_file()
    }
    assert len(expectations) > 80
    assert own == there | expectations
    assert all(re.match(rf"{PACKAGE}-[\d.]+\.dist-info/", name) for name in names - own)


def test_the_package_runs_without_the_laboratory() -> None:
    for path in sorted((ROOT / "src").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        found = re.search(r"^\s*(from|import) (lab|tests|scripts)\b", text, re.MULTILINE)
        assert found is None, path.name
