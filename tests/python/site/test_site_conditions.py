"""What the site says an exhibit counts is what the exhibit counts."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
from sqlglot import exp, parse_one
from warehouses import ROOT

from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.site.chains import filled, model_file, read_sources, traces_of
from slachtoffermonitor.site.conditions import ALL, RECORDS_QUERY, read_exhibit_sql
from slachtoffermonitor.site.data import Warehouse

TEXT = """\
-- A figure.
with counted as (
    select
        victims.victim_year_key as member_key,
        victims.notification_year,
        cast(null as string) as exclusion_rule_id,
        'total' as row_kind,
        'total' as row_code
    from {{ ref('fct_known_victim_years') }} as victims
    where not victims.is_emm_only and not victims.is_om_letter_only
    union all
    -- the organs
    select
        victims.victim_year_key || ':' || victims.unit_code as member_key,
        sectors.edition_code,
        victims.notification_year,
        victims.exclusion_rule_id,
        victims.trafficking_form_code,
        'sector' as row_kind,
        sectors.sector_code
        || case when victims.has_organ then ':O' else '' end as row_code
    from {{ ref('fct_known_victim_years') }} as victims
    inner join {{ ref('int_editions__sectors') }} as sectors
        on victims.sector_code = sectors.sector_code
),

sums as (
    select {{ round_half_up('sum(ages.age)', 1) }} as value
    from {{ ref('fct_known_victim_years') }} as ages
),

means as (
    select sums.value
    from sums
),

rows as (
    select codes.code as row_code
    from {{ ref('ref_row_codes') }} as codes
)

{{ exhibit('fig', other_values='means') }}
"""


def test_a_branch_stands_as_in_the_file() -> None:
    total, sector = read_exhibit_sql("fig", TEXT).branches
    assert (total.code.first_line, total.code.last_line) == (3, 10)
    assert (sector.code.first_line, sector.code.last_line) == (12, 24)
    lines = TEXT.splitlines()
    for branch in (total, sector):
        kept = lines[branch.code.first_line - 1 : branch.code.last_line]
        assert branch.code.text.splitlines() == [line.removeprefix("    ") for line in kept]


def test_a_branch_says_which_row_it_is_and_by_what_it_counts() -> None:
    total, sector = read_exhibit_sql("fig", TEXT).branches
    assert (total.row_kind, total.row_code, total.row_code_sql) == ("total", "total", "")
    assert (total.fact, total.leaves_out) == (
        "fct_known_victim_years",
        ("emm_only", "om_letter_only"),
    )
    assert (sector.row_kind, sector.row_code) == ("sector", "")
    assert (sector.fact, sector.leaves_out) == ("fct_known_victim_years", ALL)
    assert (total.rule_sql, sector.rule_sql) == ("", "victims.exclusion_rule_id")
    assert sector.row_condition("A:O") == (
        "sectors.sector_code || case when victims.has_organ then ':O' else '' end = 'A:O'"
    )
    assert total.row_condition("total") == ""
    assert total.column_condition("2015-2019", ("R-07", "R-08"), (2019, 2019), "") == (
        "victims.notification_year = 2019"
    )
    assert sector.column_condition(
        "2015-2019", ("R-07", "R-08"), (2015, 2019), "AU"
    ).splitlines() == [
        "victims.notification_year between 2015 and 2019",
        "and victims.trafficking_form_code = 'AU'",
        "and sectors.edition_code = '2015-2019'",
        "and coalesce(victims.exclusion_rule_id, '') not in ('R-07', 'R-08')",
    ]
    assert "members.member_key = victims.victim_year_key || ':' || victims.unit_code" in (
        sector.members_query()
    )


def test_what_is_no_count_comes_with_the_steps_before_it() -> None:
    computed = read_exhibit_sql("fig", TEXT).computed
    assert [(code.first_line, code.last_line) for code in computed] == [(28, 29), (33, 34)]
    assert read_exhibit_sql("fig", TEXT.replace(", other_values='means'", "")).computed == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("with counted as (", "with members as (", "has no CTE called `counted`"),
        ("'total' as row_kind", "victims.kind as row_kind", "cannot read what fig counts"),
        ("    where not", "    where where not", "cannot read what fig counts"),
        ("        victims.notification_year,\n", "", "cannot read what fig counts"),
    ],
)
def test_a_file_of_another_shape_stops_the_site(old: str, new: str, said: str) -> None:
    with pytest.raises(ProjectError, match=said):
        read_exhibit_sql("fig", TEXT.replace(old, new))


def test_a_row_that_two_branches_count_stops_the_site() -> None:
    sql = read_exhibit_sql("fig", TEXT.replace("'sector' as row_kind", "'total' as row_kind"))
    with pytest.raises(ProjectError, match="Several branches"):
        sql.branch_of("total", "total")
    assert read_exhibit_sql("fig", TEXT).branch_of("nothing", "x") is None


def test_branch_row_and_column_give_every_published_number(
    database: Path, warehouse: Warehouse
) -> None:
    """What the pages show as the condition of a number, put together and run, gives the number."""
    sources = read_sources(database, ROOT, warehouse)
    checked = 0
    with duckdb.connect() as connection:
        _copy_what_exhibits_read(connection, database)
        for exhibit in warehouse.exhibits:
            text = (ROOT / model_file(exhibit)).read_text(encoding="utf-8")
            before = text[: text.index("counted as (")].removesuffix("with ").rstrip(" \n,")
            for edition in warehouse.editions_of(exhibit.code):
                told = traces_of(warehouse, sources, exhibit.code, edition.code)
                for trace in told.values():
                    query = parse_one(_plain(trace.branch.code.text), dialect="duckdb")
                    assert isinstance(query, exp.Select)
                    for condition in (trace.row_condition, trace.column_condition):
                        query = query.where(condition, dialect="duckdb") if condition else query
                    counting = query.select("count(*)", append=False).sql(dialect="duckdb")
                    count = connection.execute(f"{_plain(before)}\n{counting}").fetchall()[0][0]
                    assert count == trace.counted.unit_count, trace
                    checked += trace.cell is trace.counted
    assert checked == sum(cell.unit_count is not None for cell in warehouse.cells)


def _copy_what_exhibits_read(connection: duckdb.DuckDBPyConnection, database: Path) -> None:
    """Thousands of queries follow; views on views would make each of them slow."""
    connection.execute(f"attach '{database}' as warehouse (read_only)")
    tables = connection.execute(
        "select table_schema, table_name from information_schema.tables "
        "where table_catalog = 'warehouse' and table_name similar to "
        "'fct_.*|dim_editions|dim_edition_years|int_editions__.*' order by all"
    ).fetchall()
    for schema, table in tables:
        connection.execute(f"create table {table} as select * from warehouse.{schema}.{table}")


def _plain(text: str) -> str:
    return re.sub(r"\{\{ ref\('(\w+)'\) \}\}", r"\1", text)


def test_the_query_of_a_number_lists_as_many_members_as_it_counts(
    database: Path, warehouse: Warehouse
) -> None:
    """A cell of every branch is enough, and for their records one of every fact."""
    sources = read_sources(database, ROOT, warehouse)
    traces = [
        trace
        for exhibit in warehouse.exhibits
        for trace in traces_of(warehouse, sources, exhibit.code, warehouse.default.code).values()
    ]
    with duckdb.connect(str(database), read_only=True) as connection:
        for trace in {(one.cell.exhibit_code, one.branch): one for one in traces}.values():
            query = filled(trace.branch.members_query(), trace.counted)
            listed = connection.execute(f"select count(*) from ({query})").fetchall()[0][0]
            assert listed == trace.counted.unit_count, trace
        for trace in {one.branch.fact: one for one in traces if one.counted.unit_count}.values():
            query = filled(RECORDS_QUERY, trace.counted)
            found, victims = connection.execute(
                f"select count(*), count(distinct victim_year_key) from ({query})"
            ).fetchall()[0]
            assert 0 < victims <= (trace.counted.unit_count or 0), trace
            assert found >= victims, trace


def test_all_members_are_as_many_as_the_published_counts(
    database: Path, warehouse: Warehouse
) -> None:
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "select edition_code, exhibit_code, column_kind, column_code, row_kind, row_code, "
            "count(*), count(distinct member_key) from audit.aud_cell_members group by all"
        ).fetchall()
    members = {tuple(row[:6]): row[6] for row in rows}
    assert all(row[6] == row[7] for row in rows)
    for cell in warehouse.cells:
        if cell.unit_count is not None:
            key = (cell.edition_code, cell.exhibit_code, cell.column_kind, cell.column_code)
            assert members.get((*key, cell.row_kind, cell.row_code), 0) == cell.unit_count
