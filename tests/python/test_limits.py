"""DuckDB keeps within the memory that the environment names, in dbt and in the guards."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import jinja2
import pytest
import sqlalchemy
import yaml  # type: ignore[import-untyped]
from sqlalchemy.pool import StaticPool
from typer.testing import CliRunner
from warehouses import ROOT

from slachtoffermonitor.cli import app
from slachtoffermonitor.limits import MEMORY_VARIABLE, SPILL_VARIABLE, limit_statements
from slachtoffermonitor.project import DATABASE_VARIABLE, ProjectError

SETTINGS = "select current_setting('memory_limit'), current_setting('temp_directory')"


@pytest.fixture
def spill(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    folder = tmp_path / "it's here"
    monkeypatch.setenv(MEMORY_VARIABLE, "3GiB")
    monkeypatch.setenv(SPILL_VARIABLE, str(folder))
    return folder


def test_nothing_is_set_without_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(MEMORY_VARIABLE, raising=False)
    monkeypatch.setenv(SPILL_VARIABLE, "")
    assert limit_statements() == ()


def options_of_dbt() -> dict[str, str | bool | int | float | list[str]]:
    """Return the options with which a bare `dbt build` opens the warehouse."""
    profiles = yaml.safe_load((ROOT / "profiles.yml").read_text(encoding="utf-8"))
    options = profiles["slachtoffermonitor"]["outputs"]["duckdb"]["config_options"]
    return {
        name: jinja2.Template(text).render(env_var=os.environ.get) for name, text in options.items()
    }


def test_the_connection_of_dbt_keeps_within_the_limits(spill: Path) -> None:
    with duckdb.connect(config=options_of_dbt()) as connection:
        assert connection.execute(SETTINGS).fetchone() == ("3.0 GiB", str(spill))


def test_without_limits_dbt_leaves_duckdb_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    database = str(tmp_path / "w.duckdb")
    monkeypatch.setenv(DATABASE_VARIABLE, database)
    monkeypatch.delenv(MEMORY_VARIABLE, raising=False)
    monkeypatch.setenv(SPILL_VARIABLE, "")
    with duckdb.connect(database) as connection:
        own = connection.execute(SETTINGS).fetchone()
    with duckdb.connect(database, config=options_of_dbt()) as connection:
        assert connection.execute(SETTINGS).fetchone() == own


@pytest.mark.slow
def test_the_connection_of_the_guards_keeps_within_the_limits(spill: Path, tmp_path: Path) -> None:
    from slachtoffermonitor.guards.expectations import DuckDBExecutionEngine

    engine = sqlalchemy.create_engine(f"duckdb:///{tmp_path}/w.duckdb", poolclass=StaticPool)
    with DuckDBExecutionEngine(engine).get_connection() as connection:
        assert connection.exec_driver_sql(SETTINGS).fetchone() == ("3.0 GiB", str(spill))


@pytest.mark.parametrize("memory", ["much", "8", "-1GB", "8GB; drop schema raw"])
def test_a_limit_that_is_no_size_stops_the_build(
    monkeypatch: pytest.MonkeyPatch, delivery: Path, tmp_path: Path, memory: str
) -> None:
    monkeypatch.setenv(MEMORY_VARIABLE, memory)
    database = tmp_path / "new" / "slachtoffermonitor.duckdb"
    arguments = ["build", "--register", str(delivery), "--database", str(database)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 1
    assert "no size; write a number and a unit" in " ".join(result.output.split())
    assert not database.parent.exists()


def test_the_folder_for_what_does_not_fit_is_no_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(SPILL_VARIABLE, str(tmp_path / "file"))
    with pytest.raises(ProjectError, match="which is a file"):
        limit_statements()
