"""What one exhibit counts bounds another: the test of dbt that says so is shown to fail."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Final

import duckdb
import pytest
from warehouses import Builds

NAME: Final = "exhibits_bound_each_other"

DAMAGES: Final = {
    "value = value + 50 where exhibit_code = 'fig_2_02' and row_code = 'EMM_ONLY'": (
        "who is known through the EMM only is not in the second line of Figuur 2.1"
    ),
    "value = 1 where exhibit_code = 'fig_2_04b' and row_kind = 'visibility'": (
        "imputation takes nothing away from the known sectors of Figuur 2.4a"
    ),
    "value = 3 * value where exhibit_code = 'fig_2_07' and row_code = 'GO-SU'": (
        "the two sexual groups are no more than any sexual exploitation"
    ),
    "value = 0 where exhibit_code = 'fig_2_09' and row_code not in ('total', 'NL')": (
        "a region holds its nationalities of Tabel 2.1"
    ),
    "value = value + 1 where exhibit_code = 'fig_2_09' and row_code = 'NL'": (
        "the region Netherlands is the Dutch nationality of Tabel 2.1"
    ),
    "value = 10 * value where exhibit_code = 'fig_2_11' and row_kind = 'total'": (
        "there are at most six notifications of a victim"
    ),
    "value = 100 * value where exhibit_code = 'fig_2_12'": (
        "no unit notifies more than the police as a whole"
    ),
    "value = 100 * value where exhibit_code = 'fig_2_13'": (
        "the police notify no more victims of a form than there are"
    ),
    "row_code = 'X' where exhibit_code = 'fig_2_12' and row_kind = 'police_unit'": "",
    "row_kind = 'X' where exhibit_code = 'fig_2_12' and row_kind = 'police_unit'": (
        "something bounds nothing"
    ),
}
"""Damages to the published cells, and what the test says of each; nothing of one it allows."""


@pytest.fixture(scope="module")
def query(builds: Builds) -> str:
    target = builds.result("bare").logs.parent
    (file,) = target.rglob(f"compiled/slachtoffermonitor/tests/identities/{NAME}.sql")
    return file.read_text(encoding="utf-8")


@pytest.fixture
def warehouse(
    builds: Builds, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    database = builds.result("bare").database
    copy = tmp_path_factory.mktemp("identities") / database.name
    shutil.copy(database, copy)
    with duckdb.connect(str(copy)) as connection:
        yield connection


def test_it_notices_each_damage(query: str, warehouse: duckdb.DuckDBPyConnection) -> None:
    assert warehouse.execute(query).fetchall() == []
    for damage, says in DAMAGES.items():
        warehouse.execute("begin")
        warehouse.execute(f"update marts.published_cells set {damage}")
        found = warehouse.execute(query)
        place = [column[0] for column in found.description].index("statement")
        assert {row[place] for row in found.fetchall()} == ({says} if says else set()), damage
        warehouse.execute("rollback")
