"""Counts of the truth of the victim-years, from which the true cells follow.

The truth of each part of the register is brought to small tables `m_*` of counts, so that any
number of victim-years fits in memory. From them the cells are counted by the last step that all in
the lab share (`lab.last_step`); the rules for finding the truth among records have no part in it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import duckdb
import polars as pl

_AGE: Final = """
    case when birth > 0 then floor((first_day - birth) / 10000)::int
        when age_said > 0 then (age_said - 1)::int end"""

_NOTIFIED: Final = "from truth where notif_count > 0"

_MARGINALS: Final = {
    "m_known": (
        "year int, exclusion varchar, is_emm_known boolean, is_notified boolean",
        "year, exclusion, emm_count > 0, notif_count > 0",
        "from truth",
    ),
    # Persons of one year need no name to be counted once.
    "m_person": (
        "year int, exclusion varchar, person bigint",
        "year, exclusion, case when is_in_other_years then person end",
        _NOTIFIED,
    ),
    "m_forms": ("year int, exclusion varchar, forms int", "year, exclusion, forms", _NOTIFIED),
    "m_trait": (
        "year int, exclusion varchar, form varchar, gender int, age int",
        "year, exclusion, form, gender, age_years",
        _NOTIFIED,
    ),
    "m_origin": (
        "year int, exclusion varchar, form varchar, nationality int",
        "year, exclusion, form, nationality",
        _NOTIFIED,
    ),
    "m_sexual": (
        "year int, exclusion varchar, region varchar, adulthood varchar, reporter varchar, "
        "prostitution int",
        "year, exclusion, region, coalesce(adulthood_code, 'UNKNOWN'), reporter, prostitution",
        "from truth left join age_band on age = age_years where notif_count > 0 and forms & 1 > 0",
    ),
    "m_labour": (
        "year int, exclusion varchar, mask int",
        "year, exclusion, labour",
        f"{_NOTIFIED} and forms & 2 > 0",
    ),
    "m_manners": (
        "year int, exclusion varchar, mask int",
        "year, exclusion, manners",
        f"{_NOTIFIED} and forms & 4 > 0",
    ),
    "m_groups": (
        "year int, exclusion varchar, form varchar, is_african boolean, groups int",
        "year, exclusion, form, region = 'AFR', groups",
        _NOTIFIED,
    ),
    "m_units": (
        "year int, exclusion varchar, form varchar, units int",
        "year, exclusion, form, units",
        f"{_NOTIFIED} and groups & 1 > 0",
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


def fates(excluding: Collection[str]) -> str:
    """Return SQL for where the records end: source_table, fate, reason, record_count.

    Args:
        excluding: the rules that are in force in the default edition.
    """
    fate = "fate" if "R-08" in excluding else "replace(fate, 'excluded', 'counted')"
    return (
        f"select source_table, {fate} as fate, nullif(reason, '') as reason, "
        "sum(n)::bigint as record_count from m_fates group by all order by all"
    )


def counts(connection: duckdb.DuckDBPyConnection) -> dict[str, pl.DataFrame]:
    """Return the counts with their codes: the tables of `lab.last_step`."""
    return {name: connection.execute(sql).pl() for name, sql in _COUNTS.items()}


_COUNTS: Final = {
    "n_known": "from m_known",
    # Bit 0 is the year 2000.
    "n_persons": """
        select years, kmar_only_years, sum(n) as n from (
            select
                coalesce(bit_or(bit) filter (where exclusion = ''), 0) as years,
                coalesce(bit_or(bit) filter (where exclusion <> ''), 0) as kmar_only_years,
                case when person is null then sum(n) else 1 end as n
            from (
                select *, 1::bigint << (year - 2000) as bit,
                    -- persons of one year by that year, the others one by one
                    coalesce(person::varchar, year || exclusion) as who
                from m_person
            ) group by who, person
        ) group by years, kmar_only_years
    """,
    "n_forms": "from m_forms",
    "n_traits": """
        select year, exclusion, form as trafficking_form, age, n,
            case gender when 1 then 'M' when 2 then 'V' else 'ONB' end as gender
        from m_trait
    """,
    "n_nationalities": """
        select year, exclusion, form as trafficking_form, country_code as nationality, n
        from m_origin join nationality on number = nationality
    """,
    "n_sexual": "from m_sexual",
    "n_labour": "from m_labour",
    "n_manners": "from m_manners",
    "n_groups": (
        "select year, exclusion, form as trafficking_form, is_african, groups, n from m_groups"
    ),
    "n_units": "select year, exclusion, form as trafficking_form, units, n from m_units",
}
