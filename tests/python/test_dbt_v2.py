"""The comparison of dbt-core's warehouse with that of dbt 2, without dbt 2."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import duckdb
import pytest
from warehouses import ROOT

from lab.comparison import exhibit_count
from lab.dbt_v2 import LIBRARY, Engine, build, compare
from slachtoffermonitor.project import ProjectError

EXHIBITS: Final = exhibit_count()


def warehouse(folder: Path, *changes: str, exhibits: int = EXHIBITS) -> Path:
    """Write a small warehouse with a table per exhibit, a view and an audit table."""
    folder.mkdir()
    file = folder / "w.duckdb"
    with duckdb.connect(str(file)) as connection:
        for statement in (
            "create schema marts",
            "create schema audit",
            *(
                f"create table marts.fig_{number} as "
                "select i as row_order, i / 3.0 as value from range(4) as rows (i)"
                for number in range(exhibits)
            ),
            "create view marts.all_rows as select * from marts.fig_1",
            "create table audit.aud_one as select 'a' as code, null as reason",
            *changes,
        ):
            connection.execute(statement)
    return file


def differences(tmp_path: Path, *changes: str) -> dict[str, tuple[int, str]]:
    found = compare(warehouse(tmp_path / "core"), warehouse(tmp_path / "next", *changes))
    assert len(found) == EXHIBITS + 2
    return {one.name: (one.differing_cells, one.problem) for one in found if one.problem}


def test_equal_warehouses_are_the_same_whatever_the_order_of_rows(tmp_path: Path) -> None:
    turned = "create or replace table marts.fig_2 as from marts.fig_2 order by row_order desc"
    assert differences(tmp_path, turned) == {}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            "update marts.fig_1 set value = 0.5 where row_order = 2",
            {"marts.fig_1": (1, "value (1)"), "marts.all_rows": (1, "value (1)")},
        ),
        (
            "delete from marts.fig_3 where row_order = 0",
            {"marts.fig_3": (2, "3 rows on dbt 2, row_order (1), value (1)")},
        ),
        (
            "alter table marts.fig_4 alter row_order type integer",
            {"marts.fig_4": (8, "other columns or types: row_order")},
        ),
        ("drop table audit.aud_one", {"audit.aud_one": (2, "dbt 2 has not built it")}),
    ],
)
def test_a_difference_is_named(
    tmp_path: Path, change: str, expected: dict[str, tuple[int, str]]
) -> None:
    assert differences(tmp_path, change) == expected


def test_a_part_of_a_warehouse_is_not_compared(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=f"3 of the {EXHIBITS} exhibits"):
        compare(warehouse(tmp_path / "part", exhibits=3), warehouse(tmp_path / "next"))


def test_what_is_not_set_up_is_said(tmp_path: Path) -> None:
    engine = Engine("dbt 2", tmp_path / "dbt", tmp_path / LIBRARY)
    with pytest.raises(ProjectError, match="make dbt-v2"):
        build(engine, tmp_path / "made", ROOT)
    assert not (tmp_path / "made").exists()


def test_an_engine_that_stops_is_said(tmp_path: Path) -> None:
    program = tmp_path / "dbt"
    program.write_text("#!/bin/sh\necho 'out of order'\nexit 1\n")
    program.chmod(0o755)
    with pytest.raises(ProjectError, match="dbt 2 stopped"):
        build(Engine("dbt 2", program), tmp_path / "made", ROOT)
    assert (tmp_path / "made" / "output.txt").read_text() == "out of order\n"


def test_the_packages_for_node_are_locked() -> None:
    packages = json.loads((ROOT / "dbt-v2" / "package.json").read_text())["dependencies"]
    locked_packages = json.loads((ROOT / "dbt-v2" / "package-lock.json").read_text())["packages"]
    for name, version in packages.items():
        found = locked_packages[f"node_modules/{name}"]
        assert found["version"] == version
        assert found["integrity"].startswith("sha512-")
