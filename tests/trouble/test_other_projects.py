"""Trouble with other projects on the machine: their settings, modules, registers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from deliveries import SMALL_RECORDS
from warehouses import MEANT_FOR_ANOTHER_DBT, ROOT, Builds

from slachtoffermonitor import build as builder
from slachtoffermonitor import (
    dbt_run,
    warehouse,
)
from slachtoffermonitor.build import BuildResult


def test_bare_build_over_another_register_leaves_nothing_of_it(builds: Builds) -> None:
    built = builds.result("another register")
    assert built.rows("select distinct data_status from marts.dim_editions") == [("delivered",)]
    tables = {str(name) for (name,) in built.rows("select table_name from duckdb_tables()")}
    assert not {table for table in tables if table.startswith("raw_")}
    assert built.rows("select count(*) from audit.aud_record_fate") == [(SMALL_RECORDS,)]
    assert not warehouse.read_summary(built.database).is_synthetic


def test_variables_of_another_dbt_are_away_while_ours_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in MEANT_FOR_ANOTHER_DBT.items():
        monkeypatch.setenv(name, value)
    with dbt_run.own_environment({"SLACHTOFFERMONITOR_DATABASE": "here"}):
        assert not [name for name in os.environ if name.startswith("DBT_")]
        assert os.environ["SLACHTOFFERMONITOR_DATABASE"] == "here"
    assert os.environ["DBT_TARGET"] == "production"
    assert os.environ.get("SLACHTOFFERMONITOR_DATABASE") != "here"


def test_what_was_left_out_of_the_project_stops_the_build(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dbt_run.Runner, "left_out", ["a_test"])
    result = BuildResult(Path("w.duckdb"))
    builder._require_all(dbt_run.Runner(ROOT, Path("w.duckdb"), {}, None), result)
    assert "were not run (a_test)" in result.message


def test_own_module_in_the_working_directory_is_not_run(tmp_path: Path) -> None:
    (tmp_path / "duckdb.py").write_text("raise SystemExit('taken for DuckDB')")
    command = next(
        line
        for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
        if "slachtoffermonitor summary" in line
    )
    words = [sys.executable if word == "@$(RUN)" else word for word in command.split()]
    done = subprocess.run(
        [*words, "--help"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "taken for DuckDB" in done.stdout + done.stderr) == (0, False)


MAKE = shutil.which("make") or "make"


def test_make_passes_no_variable_on_that_chooses_another_place() -> None:
    kept = {"PIP_INDEX_URL": "kept", "HTTPS_PROXY": "kept", "SSL_CERT_FILE": "kept"}
    away = dict.fromkeys(
        (
            *("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "UV_SYSTEM_PYTHON", "UV_PYTHON"),
            *("UV_PROJECT_ENVIRONMENT", "PYTHONPATH", "PYTHONHOME"),
        ),
        "elsewhere",
    )
    done = subprocess.run(
        [MAKE, "--silent", "--eval", "shown: ; @env", "shown"],
        cwd=ROOT,
        env=os.environ | kept | away | {"PIP_USER": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    shown = dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)
    assert kept.items() <= shown.items()
    assert not away.keys() & shown.keys()
    assert shown["PIP_USER"] == "0"


def test_folder_with_packages_takes_the_place_of_a_registry(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    names = ("PIP_NO_INDEX", "PIP_FIND_LINKS", "UV_OFFLINE", "UV_NO_INDEX", "UV_FIND_LINKS")

    def passed_on() -> dict[str, str]:
        done = subprocess.run(
            [MAKE, "--silent", "--eval", "shown: ; @env", "shown"],
            cwd=tmp_path,
            env={name: value for name, value in os.environ.items() if name not in names},
            capture_output=True,
            text=True,
            check=True,
        )
        shown = dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)
        return {name: shown[name] for name in names if name in shown}

    assert passed_on() == {}
    (tmp_path / "wheelhouse").mkdir()
    assert passed_on() == dict(zip(names, ("1", "wheelhouse", "1", "1", "wheelhouse"), strict=True))


def test_environment_of_another_checkout_is_made_anew(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / ".venv").mkdir()
    tools, place = tmp_path / ".venv" / ".tools", tmp_path / ".venv" / ".place"
    for written, stays in ((str(tmp_path.resolve()), True), ("/somewhere/else", False)):
        tools.touch()
        place.write_text(written + "\n")
        subprocess.run([MAKE, "help"], cwd=tmp_path, capture_output=True, check=True)
        assert tools.exists() is stays
