"""On which delivered columns an exhibit depends: the walk through the SQL, and what it finds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from warehouses import ROOT, Builds

from lab.dependence import Follower, read_target
from slachtoffermonitor.delivery import SEED_PREFIX

GIVEN: Final = {"s.people": ["id", "name", "town", "kind"], "s.towns": ["town", "label", "area"]}


def depends(sql: str) -> set[str]:
    """Return what a query depends on."""
    follower = Follower(GIVEN, {"s.asked": sql})
    return {f"{place.table}.{place.column}" for place in follower.table("s.asked").everything}


@pytest.mark.parametrize(
    ("what", "sql", "expected"),
    [
        ("a column", "select name from s.people", {"people.name"}),
        (
            "a condition",
            "select name from s.people where kind = 'x'",
            {"people.name", "people.kind"},
        ),
        ("a count by group", "select count(*) as n from s.people group by town", {"people.town"}),
        ("a count of all rows", "select count(*) as n from s.people", set()),
        (
            "an order within a group",
            "select row_number() over (partition by town order by name) as n from s.people",
            {"people.town", "people.name"},
        ),
        (
            "a star through two steps",
            "with a as (select people.* from s.people), b as (select * from a) select kind from b",
            {"people.kind"},
        ),
        (
            "a label that is looked up, with what finds it",
            "select towns.label from s.people left join s.towns on people.town = towns.town",
            {"people.town", "towns.label"},
        ),
        (
            "a look-up that nothing is taken from",
            "select people.name from s.people left join s.towns on people.town = towns.town",
            {"people.name"},
        ),
        (
            "rows that are left out by a look-up",
            "select people.name from s.people left join s.towns on people.town = towns.town "
            "where towns.town is null",
            {"people.name", "people.town", "towns.town"},
        ),
        (
            "an inner join keeps some rows",
            "select people.name from s.people inner join s.towns on people.town = towns.town",
            {"people.name", "people.town", "towns.town"},
        ),
        (
            "what rows say of themselves is found by their key",
            "with said as (select town, max(name) as name from s.people group by town) "
            "select said.name from s.people left join said on people.town = said.town",
            {"people.name", "people.town"},
        ),
        (
            "one branch of a union",
            "with named as (select 'name' as what, name as value from s.people union all "
            "select 'kind' as what, kind as value from s.people) "
            "select value from named where what = 'kind'",
            {"people.kind"},
        ),
        (
            "every branch of a union",
            "select 'name' as what, name as value from s.people union all "
            "select 'kind' as what, kind as value from s.people",
            {"people.name", "people.kind"},
        ),
        (
            "one branch, asked for by a join",
            "with named as (select 'name' as what, name as value from s.people union all "
            "select 'kind' as what, kind as value from s.people) "
            "select named.value from s.towns inner join named on towns.area = named.what "
            "where towns.area = 'kind'",
            {"people.kind", "towns.area"},
        ),
        (
            "one of several groupings",
            "with counted as (select name, kind, id, count(*) as n from s.people "
            "group by grouping sets ((name, id), (kind, id))) "
            "select id from counted where name is not null",
            {"people.id", "people.name"},
        ),
        (
            "groups of groups are what the last of them says",
            "with lists as (select id, kind from s.people group by id, kind) "
            "select kind from lists group by kind",
            {"people.kind"},
        ),
        (
            "a count of groups",
            "with lists as (select id, kind from s.people group by id, kind) "
            "select kind, count(*) as n from lists group by kind",
            {"people.id", "people.kind"},
        ),
        (
            "a condition on a count",
            "with twice as (select id from s.people group by id having count(*) > 1) "
            "select people.name from s.people left join twice on people.town = twice.id "
            "where twice.id is null",
            {"people.name", "people.town", "people.id"},
        ),
        (
            "a scalar subquery",
            "select name from s.people where town = (select max(towns.town) from s.towns)",
            {"people.name", "people.town", "towns.town"},
        ),
        (
            "a correlated subquery",
            "select name from s.people where exists "
            "(select 1 from s.towns where towns.town = people.kind)",
            {"people.name", "people.kind", "towns.town"},
        ),
        (
            "the content of a whole record is not followed",
            "with r as (select id, name || kind as record_content from s.people) "
            "select id from r where record_content = 'x'",
            {"people.id"},
        ),
    ],
)
def test_what_a_query_depends_on(what: str, sql: str, expected: set[str]) -> None:
    assert depends(sql) == expected, what


def test_a_column_of_no_table_is_told() -> None:
    with pytest.raises(LookupError, match="nowhere"):
        depends("select people.name, nowhere from s.people")


ONLY: Final = {
    "birth_date": {"fig_2_04b", "fig_2_10"},
    "reported_age": {"fig_2_04b", "fig_2_10"},
    "gender": {"fig_2_08"},
    "prostitution_sectors": {"fig_2_04a", "fig_2_04b"},
    "labour_sectors": {"fig_2_05"},
    "criminal_manners": {"fig_2_06"},
    "reporting_unit": {"fig_2_04b", "fig_2_12"},
    "cooperates": set(),
}
"""The exhibits that depend on a column; no other does."""

NOT_BY_NATIONALITY: Final = {
    *("fig_2_01", "fig_2_02", "fig_2_03", "fig_2_04a", "fig_2_05", "fig_2_06"),
}


@pytest.fixture(scope="module")
def target(builds: Builds) -> Path:
    """Return the directory in which dbt left the SQL of a build of the shipped register."""
    return builds.result("bare").logs.parent / "target"


@pytest.fixture(scope="module")
def found(target: Path) -> dict[str, set[str]]:
    """Return the delivered columns that every exhibit depends on."""
    follower = read_target(target)
    return {
        "_".join(path.stem.split("_")[:3]): {
            place.column
            for place in follower.table(f"marts.{path.stem}").everything
            if place.table.startswith(SEED_PREFIX)
        }
        for path in (ROOT / "models" / "marts" / "exhibits").glob("*.sql")
    }


def test_known_victims_depend_on_no_sector(found: dict[str, set[str]]) -> None:
    assert not [column for column in found["fig_2_01"] if "sector" in column or "manner" in column]


@pytest.mark.parametrize(("column", "exhibits"), ONLY.items(), ids=ONLY)
def test_a_column_touches_its_own_exhibits(
    column: str, exhibits: set[str], found: dict[str, set[str]]
) -> None:
    assert {exhibit for exhibit, columns in found.items() if column in columns} == exhibits


def test_nationality_decides_from_the_form_of_trafficking_on(found: dict[str, set[str]]) -> None:
    without = {exhibit for exhibit, columns in found.items() if "nationalities" not in columns}
    assert without == NOT_BY_NATIONALITY


def test_who_is_counted_decides_everywhere(found: dict[str, set[str]]) -> None:
    assert found
    for exhibit, columns in found.items():
        deciding = {"received_on", "person_pseudonym", "consent", "version", "exploitation_forms"}
        assert deciding <= columns, exhibit


def test_the_page_says_what_is_found(target: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "render_docs.py"), "--check", "--target"]
    outcome = subprocess.run([*command, str(target)], capture_output=True, text=True, check=False)
    assert "column-lineage" not in outcome.stdout, outcome.stdout
