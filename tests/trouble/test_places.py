"""Trouble with places: names, links and modes of files, and what an earlier build left there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from deliveries import small_delivery
from typer.testing import CliRunner
from warehouses import Builds

from slachtoffermonitor import build as builder
from slachtoffermonitor import (
    dbt_run,
    files,
    history,
)
from slachtoffermonitor.cli import app
from slachtoffermonitor.delivery import find_problems
from slachtoffermonitor.project import ProjectError, database_path, workshop_path


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("audit.duckdb", "'audit' is the name of something else"),
        ("Marts.duckdb", "'marts' is the name of something else"),
        ("temp.duckdb", "'temp' is the name of something else"),
        ("main.duckdb", "'main' is the name of something else"),
        ("what?.duckdb", "behind which dbt reads no further"),
        ("a#b/w.duckdb", "behind which dbt reads no further"),
        ("star*.duckdb", "does not take for a part of a name"),
        ("w;drop.duckdb", "does not take for a part of a name"),
        ("zero\u200bwidth.duckdb", "does not take for a part of a name"),
        ("folder.duckdb", "is a folder"),
        ("letter.txt", "is no warehouse and would be lost"),
        ("lat\udce9.duckdb", "is not UTF-8"),
    ],
)
def test_impossible_warehouse_is_refused_before_anything_is_built(
    tmp_path: Path, name: str, says: str
) -> None:
    (tmp_path / "folder.duckdb").mkdir()
    (tmp_path / "letter.txt").write_text("Dear colleague,")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(ProjectError, match=says):
        files.require_place(tmp_path / name)
    done = CliRunner().invoke(app, ["build", "--database", str(tmp_path / name)])
    assert done.exit_code == 1
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("name", ["[oud]/w.duckdb", "[/x]/w.duckdb", "é ü (2), a=b.duckdb"])
def test_unusual_names_work(builds: Builds, tmp_path: Path, name: str) -> None:
    database = tmp_path / name
    database.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(builds.result("another register").database, database)
    files.require_place(database)
    done = CliRunner().invoke(app, ["summary", "--database", str(database)])
    assert done.exit_code == 0, done.output


def test_delivery_whose_name_is_no_text_is_refused_with_a_sentence(tmp_path: Path) -> None:
    directory = tmp_path / "lat\udce9"
    (problem,) = find_problems(directory)
    assert "is not UTF-8" in str(problem)
    str(problem).encode("utf-8")


def test_folder_that_may_not_be_read_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    directory = small_delivery(tmp_path / "delivery")
    (directory / "closed").mkdir()
    listing = Path.iterdir

    def refuse(folder: Path) -> object:
        if folder.name == "closed":
            raise PermissionError(13, "Permission denied")
        return listing(folder)

    monkeypatch.setattr(Path, "iterdir", refuse)
    (problem,) = find_problems(directory)
    assert problem.where == "closed/"


def test_warehouse_behind_a_link_is_replaced_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    target, link = tmp_path / "store" / "real.duckdb", tmp_path / "w.duckdb"
    link.symlink_to(target)
    assert database_path(link) == target
    circle = tmp_path / "circle.duckdb"
    circle.symlink_to(circle)
    with pytest.raises(ProjectError, match="circle"):
        files.require_place(database_path(circle))


def test_mode_of_the_warehouse_stays(builds: Builds) -> None:
    built = builds.result("shipped")
    assert built.database.stat().st_mode & 0o777 == 0o640


def test_what_holds_persons_is_for_its_owner_alone(builds: Builds) -> None:
    folder = builds.outcome("changing").database.parent / ".build"
    open_to_others = [path for path in (folder, *folder.rglob("*")) if path.stat().st_mode & 0o077]
    assert open_to_others == []


def test_what_is_published_has_the_mode_of_the_setting(
    builds: Builds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = str(builds.result("another register").database)

    def modes(name: str, *options: str) -> set[str]:
        folder = tmp_path / name
        command = ["export", str(folder), "--database", database, "--no-parquet", *options]
        command += ["--audience", "restricted"]
        assert CliRunner().invoke(app, command).exit_code == 0
        return {oct(path.stat().st_mode & 0o777) for path in (folder, *folder.iterdir())}

    assert modes("public") == {"0o755", "0o644"}
    assert modes("with persons", "--facts") == {"0o700", "0o600"}
    monkeypatch.setenv(files.PUBLISHED_MODE_VARIABLE, "0640")
    assert modes("for the group") == {"0o750", "0o640"}
    monkeypatch.setenv(files.PUBLISHED_MODE_VARIABLE, "all")
    with pytest.raises(ProjectError, match="is no mode"):
        files.published_mode()


def test_a_build_removes_whatever_an_earlier_one_left(tmp_path: Path) -> None:
    workshop = workshop_path(tmp_path / "w.duckdb")
    workshop.parent.mkdir()
    names = ("w.duckdb", "w.duckdb.wal", "w.duckdb.tmp/a", "w.duckdb.spill/b")
    left = [workshop.parent / name for name in names]
    left += [dbt_run.log_of(workshop), workshop.parent / "target" / "run_results.json"]
    for path in left:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"damaged")
    other = workshop.with_name("other.duckdb")
    other.write_bytes(b"of another warehouse")
    builder._clear(workshop)
    assert [path for path in left if path.exists()] == []
    assert other.exists()


def test_spill_folder_of_a_setting_holds_one_folder_for_each_warehouse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACHTOFFERMONITOR_SPILL", str(tmp_path))
    one = builder._spill_folder(tmp_path / "a" / "w.duckdb")
    two = builder._spill_folder(tmp_path / "b" / "w.duckdb")
    assert one.parent == two.parent == tmp_path
    assert one != two


def test_torn_line_of_the_history_does_not_spoil_the_next(builds: Builds, tmp_path: Path) -> None:
    database = tmp_path / "w.duckdb"
    shutil.copy(builds.result("another register").database, database)
    history.append(database, 1)
    file = history.history_file(database)
    whole = file.read_text()
    file.write_text(whole + whole[:40])
    assert len(history.read(database)) == 1
    history.append(database, 2)
    file.write_text(file.read_text().rstrip("\n"))
    history.append(database, 3)
    assert [entry.node_count for entry in history.read(database)] == [1, 2, 3]


def test_folder_that_cannot_take_its_place_leaves_the_earlier_one(tmp_path: Path) -> None:
    target, new = tmp_path / "site", tmp_path / "new"
    for folder in (target, new):
        folder.mkdir()
        (folder / "index.html").write_text(folder.name)
    with pytest.raises(OSError, match="missing"):
        files.folder_takes_place(tmp_path / "missing", target)
    assert (target / "index.html").read_text() == "site"
    files.folder_takes_place(new, target)
    assert (target / "index.html").read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]
