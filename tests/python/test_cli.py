"""The command line without a warehouse: clear messages and exit codes."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from io import StringIO
from pathlib import Path
from typing import Final

import duckdb
import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from slachtoffermonitor import project, screen
from slachtoffermonitor.cli import app
from slachtoffermonitor.dbt_run import plain_message
from slachtoffermonitor.project import REGISTER_VARIABLE, Delivery

PACKAGE: Final = "slachtoffermonitor"


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_check_delivery_says_that_all_is_well(delivery: Path) -> None:
    result = invoke("check-delivery", str(delivery))
    assert result.exit_code == 0
    assert "can be read" in result.output


def test_check_delivery_names_what_is_wrong(delivery: Path) -> None:
    (delivery / "emm_records.csv").write_bytes(b"")
    result = invoke("check-delivery", str(delivery))
    assert result.exit_code == 1
    assert "1 problem" in result.output
    assert "emm_records.csv: the file is empty" in result.output


def test_build_stops_at_a_bad_delivery_before_dbt_starts(delivery: Path, tmp_path: Path) -> None:
    (delivery / "notifications.csv").unlink()
    database = tmp_path / "warehouse" / "slachtoffermonitor.duckdb"
    result = invoke("build", "--register", str(delivery), "--database", str(database))
    assert result.exit_code == 1
    assert "no file whose name begins with 'notifications'" in result.output
    assert not database.parent.exists()


def test_help_fits_a_screen_and_is_not_cut() -> None:
    shown = invoke("--help").output
    assert "..." not in shown.replace("[ARGS]...", "")
    assert len(shown.splitlines()) <= 24


def test_a_long_name_does_not_erase_the_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = StringIO()
    monkeypatch.setattr(
        screen, "err", lambda: Console(file=shown, force_terminal=True, width=80, color_system=None)
    )
    with screen.progress("Building") as progress:
        progress(30, 500, "a_name_" * 30)
    assert "Building ━" in shown.getvalue()
    assert " 30/500 a_name_" in shown.getvalue()


def test_version_is_that_of_the_package() -> None:
    assert invoke("--version").output == f"slachtoffermonitor {metadata.version(PACKAGE)}\n"


@pytest.mark.parametrize("command", ["summary", "export"])
def test_no_warehouse(tmp_path: Path, command: str) -> None:
    database = tmp_path / "none.duckdb"
    result = invoke(command, "--database", str(database))
    assert result.exit_code == 1
    assert "There is no warehouse" in result.output
    assert not database.exists()


def test_no_database_file(tmp_path: Path) -> None:
    (tmp_path / "no.duckdb").write_text("this is text, and longer than a header " * 200)
    result = invoke("summary", "--database", str(tmp_path / "no.duckdb"))
    assert result.exit_code == 1
    assert "is no warehouse" in result.output


def test_incomplete_warehouse(tmp_path: Path) -> None:
    duckdb.connect(str(tmp_path / "empty.duckdb")).close()
    result = invoke("summary", "--database", str(tmp_path / "empty.duckdb"))
    assert result.exit_code == 1
    assert "is not complete" in result.output


@pytest.mark.parametrize(
    ("holds", "says"),
    [
        (
            "import filelock; busy = filelock.FileLock({lock!r}).acquire()",
            "Another build is at work",
        ),
        ("import duckdb; busy = duckdb.connect({left!r})", "is open in another program"),
    ],
    ids=["another build", "what the last one left"],
)
def test_busy_warehouse(tmp_path: Path, delivery: Path, holds: str, says: str) -> None:
    workshop = tmp_path / ".build"
    workshop.mkdir()
    held = holds.format(lock=str(workshop / "lock"), left=str(workshop / "w.duckdb"))
    script = f"{held}; print('open', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "open\n"
        arguments = ["build", "--register", str(delivery), "--database", str(tmp_path / "w.duckdb")]
        result = invoke(*arguments)
        other.communicate("\n")
    assert result.exit_code == 1
    assert says in " ".join(result.output.split())


def test_messages_of_dbt_lose_their_trail_and_values() -> None:
    assert (
        plain_message(
            "Compilation Error in operation x-on-run-start-0 (./dbt_project.yml)\n"
            "  Unknown code 'X'.\n    Add it.\n  \n  > in macro a (macros/a.sql)\n"
            "  > called by macro b (macros/b.sql)"
        )
        == "Unknown code 'X'.\n  Add it."
    )
    message = plain_message(
        "Runtime Error in model m (models/m.sql)\n"
        "  Conversion Error: Could not convert string 'person-1' to INT32\n\n"
        "  LINE 1: select cast('person-1' as integer)\n"
    )
    assert message == "Conversion Error: Could not convert string '...' to INT32"


def test_register_is_found_by_option_environment_and_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = "name: slachtoffermonitor\nvars:\n  register_path: {}\n"
    (tmp_path / "dbt_project.yml").write_text(settings.format('""'))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(REGISTER_VARIABLE, raising=False)
    assert project.delivery().is_shipped
    assert project.delivery().directory == tmp_path / "seeds" / "registrations"
    (tmp_path / "dbt_project.yml").write_text(settings.format("in_project"))
    assert project.delivery() == Delivery(tmp_path / "in_project", is_shipped=False)
    monkeypatch.setenv(REGISTER_VARIABLE, "in_environment")
    assert project.delivery() == Delivery(tmp_path / "in_environment", is_shipped=False)
    assert project.delivery(Path("given")) == Delivery(tmp_path / "given", is_shipped=False)
