"""Counts of the truth of the victim-years, from which the true cells follow.

The truth of each part of the register is brought to small tables `m_*` of counts, so that any
number of victim-years fits in memory. From them the cells are counted by the last step that all in
the lab share (`lab.last_step`); the rules for finding the truth among records have no part in it.
"""

from __future__ import annotations

from typing import Final

import duckdb
import polars as pl

_AGE: Final = """
    case when birth > 0 then floor((first_day - birth) / 10000)::int
        when age_said > 0 then (age_said - 1)::int end"""

_IN_POPULATION: Final = "from truth where exclusion = ''"

_MARGINALS: Final = {
    "m_known": (
        "year int, exclusion varchar, is_emm_known boolean, is_notified boolean",
        "year, exclusion, emm_count > 0, notif_count > 0",
        "from truth",
    ),
    # Persons of one year need no name to be counted once.
    "m_person": (
        "year int, person bigint",
        "year, case when is_in_other_years then person end",
        _IN_POPULATION,
    ),
    "m_forms": ("year int, forms int", "year, forms", _IN_POPULATION),
    "m_trait": (
        "year int, form varchar, gender int, age int",
        "year, form, gender, age_years",
        _IN_POPULATION,
    ),
    "m_origin": (
        "year int, form varchar, nationality int",
        "year, form, nationality",
        _IN_POPULATION,
    ),
    "m_sexual": (
        "year int, region varchar, adulthood varchar, reporter varchar, prostitution int",
        "year, region, coalesce(adulthood_code, 'UNKNOWN'), reporter, prostitution",
        "from truth left join age_band on age = age_years where exclusion = '' and forms & 1 > 0",
    ),
    "m_labour": ("year int, mask int", "year, labour", f"{_IN_POPULATION} and forms & 2 > 0"),
    "m_manners": ("year int, mask int", "year, manners", f"{_IN_POPULATION} and forms & 4 > 0"),
    "m_groups": (
        "year int, form varchar, is_african boolean, groups int",
        "year, form, region = 'AFR', groups",
        _IN_POPULATION,
    ),
    "m_units": (
        "year int, form varchar, units int",
        "year, form, units",
        f"{_IN_POPULATION} and groups & 1 > 0",
    ),
}
"""Table of counts -> its columns but n, what is put in them, and of which victim-years."""


def make_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the empty tables of counts."""
    for name, (columns, _, _) in _MARGINALS.items():
        connection.execute(f"create table {name} ({columns}, n bigint)")
    connection.execute("""
        create table age_band as
        select age::int as age, age_band_code, adulthood_code
        from range(200) as r(age)
        join ref_age_bands on age between age_from::int and age_to::int
    """)
    connection.execute(
        "create table m_fates (source_table varchar, fate varchar, reason varchar, n bigint)"
    )


def add(connection: duckdb.DuckDBPyConnection, year: int, number: int) -> None:
    """Count the victim-years in `victim_year`, all of one year, and the fates of their records."""
    connection.execute(f"""
        create or replace temp table truth as
        select {year} as year, person, is_in_other_years, emm_count, notif_count, gender,
            nationality, region, forms, prostitution, labour, manners,
            (case when g1 > 0 then 1 << (g1 - 1) else 0 end
                | case when g2 > 0 then 1 << (g2 - 1) else 0 end
                | case when g3 > 0 then 1 << (g3 - 1) else 0 end | more_groups)::int as groups,
            case
                when notif_count = 0 and emm_count > 0 then 'R-07'
                when notif_count = 0 then 'R-09'
                when groups = 2 and forms & 1 > 0 then 'R-08' else '' end as exclusion,
            (case when unit_1 > 0 then 1 << (unit_1 - 1) else 0 end
                | case when unit_2 > 0 then 1 << (unit_2 - 1) else 0 end
                | more_units)::int as units,
            case when g1 = 1 then 'POL:' || case when unit_1 > 0 then unit_1 else unit_2 end
                else g1::varchar end as reporter,
            {_AGE} as age_years,
            case when forms & 1 > 0 then case class
                    when 'DUTCH' then 'BL-SU' when 'OTHER' then 'GO-SU' else 'ONB' end
                when forms & 2 > 0 then 'AU' when forms & 4 > 0 then 'CU' else 'ONB' end as form
        from (
            select *, day.ymd as first_day
            from victim_year
            join nationality on nationality.number = victim_year.nationality
            join day on day.k = ({number} * 512 + least(
                d1, case when group_count > 1 then d2 else d1 end,
                case when group_count > 2 then d3 else d1 end)) * 2
            where notif_count > 0 or emm_count > 0 or has_letter
        )
    """)
    for name, (_, values, units) in _MARGINALS.items():
        connection.execute(f"insert into {name} select {values}, count(*) {units} group by all")
    connection.execute(f"""
        insert into m_fates
        select case when in_emm then 'emm_records' else 'notifications' end,
            case when fate = 'counted' and g1 = 2 and group_count = 1 and forms & 1 > 0
                then 'excluded' else fate end,
            case when defect = 'consent_missing' and {year} < (
                select year(parameter_value::date) from ref_parameters
                where parameter_code = 'consent_required_from'
            ) then 'person_pseudonym_missing' else defect end,
            count(*)
        from victim_year join slot using (scenario)
        group by all
    """)


def fates() -> str:
    """Return SQL for where the records end: source_table, fate, reason, record_count."""
    return (
        "select source_table, fate, nullif(reason, '') as reason, sum(n)::bigint as record_count "
        "from m_fates group by all order by all"
    )


def counts(connection: duckdb.DuckDBPyConnection) -> dict[str, pl.DataFrame]:
    """Return the counts with their codes: the tables of `lab.last_step`."""
    return {name: connection.execute(sql).pl() for name, sql in _COUNTS.items()}


_COUNTS: Final = {
    "n_known": "from m_known",
    # Bit 0 is the year 2000.
    "n_persons": """
        select years, sum(n) as n from (
            select 1::bigint << (year - 2000) as years, n from m_person where person is null
            union all
            select bit_or(1::bigint << (year - 2000)), 1
            from m_person where person is not null group by person
        ) group by years
    """,
    "n_forms": "from m_forms",
    "n_traits": """
        select year, form as trafficking_form, age, n,
            case gender when 1 then 'M' when 2 then 'V' else 'ONB' end as gender
        from m_trait
    """,
    "n_nationalities": """
        select year, form as trafficking_form, country_code as nationality, n
        from m_origin join nationality on number = nationality
    """,
    "n_sexual": "from m_sexual",
    "n_labour": "from m_labour",
    "n_manners": "from m_manners",
    "n_groups": "select year, form as trafficking_form, is_african, groups, n from m_groups",
    "n_units": "select year, form as trafficking_form, units, n from m_units",
}
