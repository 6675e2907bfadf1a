"""The published cells of the register, counted from the truth of its victim-years.

The truth of each part of the register is first brought to small tables `m_*` of counts, so that any
number of victim-years fits in memory; the cells are then sums of these. The rules are those of
the monitor for truth that is known (which line of Figuur 2.1, which sector is rarest, what is
imputed, who ranks); the rules for finding the truth among records have no part in it.
"""

from __future__ import annotations

from typing import Final

import duckdb

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
        "year int, form varchar, region varchar, groups int",
        "year, form, region, groups",
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


def make_cells(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table `cells` from the counts: the columns of `marts.published_cells`.

    Raises:
        duckdb.Error: the reference lists are not those that the rules speak of.
    """
    for statement in _CELLS:
        connection.execute(statement)


# One line for each group of units that an exhibit counts: (edition), year, form, and the row.
_ROW_COUNTS: Final = """
    select year, null as form, 'fig_2_01' as exhibit, 'population_line' as row_kind,
        unnest(case exclusion when '' then ['ALL_KNOWN', 'WITHOUT_EMM_ONLY', 'ANALYSIS_POPULATION']
            when 'R-08' then ['ALL_KNOWN', 'WITHOUT_EMM_ONLY'] else ['ALL_KNOWN'] end) as row_code,
        'victims' as measure, n
    from m_known
    union all
    select year, null, 'fig_2_02', 'emm_knowledge',
        case when is_notified then 'EMM_AND_REPORTER' else 'EMM_ONLY' end, 'victims', n
    from m_known where is_emm_known
    union all
    select year, null, 'fig_2_02', 'total', 'total', 'victims', n from m_known where is_emm_known
    union all
    select year, null, 'fig_2_03', 'total', 'total', 'victims', n from m_forms
    union all
    select year, null, 'fig_2_03', 'form_combination', form_combination_code, 'victims', n
    from m_forms join ref_form_combinations on form_mask::int = forms
    union all
    select year, null, 'fig_2_03', 'any_form', exploitation_form_code, 'victims', n
    from m_forms join ref_exploitation_forms
        on forms & form_bit::int > 0 or (forms = 0 and form_bit::int = 0)
    union all
    select year, form, exhibit, 'total', 'total', 'victims', n
    from m_trait, (values ('fig_2_07'), ('fig_2_08'), ('fig_2_09'), ('fig_2_10'), ('tab_2_1'))
        as e(exhibit)
    union all
    select year, form, 'fig_2_07', 'trafficking_form', form, 'victims', n from m_trait
    union all
    select year, form, 'fig_2_08', 'gender',
        case gender when 1 then 'M' when 2 then 'V' else 'ONB' end, 'victims', n
    from m_trait
    union all
    select year, form, 'tab_2_1', 'nationality', country_code, 'victims', n
    from m_origin join nationality on number = nationality
    union all
    select year, form, 'fig_2_09', 'origin_region', region, 'victims', n
    from m_origin join nationality on number = nationality
    union all
    select year, form, 'fig_2_10', 'age_band', coalesce(age_band_code, 'ONB'), 'victims', n
    from m_trait
    left join age_band using (age)
    union all
    select year, form, 'fig_2_11', row_kind,
        case row_kind when 'total' then 'total' when 'legal_basis' then legal_basis_code
            else reporter_group_code end,
        'notifications', n
    from m_groups
    join ref_reporter_groups on groups & (1 << (priority_order::int - 1)) > 0,
    (values ('reporter_group'), ('legal_basis'), ('total')) as k(row_kind)
    union all
    select year, form, 'fig_2_12', row_kind,
        case row_kind when 'total' then 'total' else police_unit_code end,
        'police_unit_notifications', n
    from m_units
    join ref_police_units on (police_unit_code = 'ONB' and units = 0)
        or (police_unit_code <> 'ONB' and units & (1 << (sort_order::int - 1)) > 0),
    (values ('police_unit'), ('total')) as k(row_kind)
    union all
    select year, null, 'fig_2_13', row_kind,
        case row_kind when 'total' then 'total' when 'trafficking_form' then form
            else form || ':' || case region when 'AFR' then 'AFR' else 'OTHER' end end,
        'notifications', n
    from m_groups,
    (values ('trafficking_form'), ('form_by_origin'), ('total')) as k(row_kind)
    where groups & 1 > 0 and (row_kind <> 'form_by_origin' or form in ('GO-SU', 'CU'))
"""

_SECTOR: Final = """
    (select prostitution_sector_code from ref_prostitution_sectors
     where prostitution_sector_code <> 'ONB'
     and prostitution & (1 << (hierarchy_order::int - 1)) > 0
     order by hierarchy_order::int limit 1)
"""


def _rarest(marginal: str, exhibit: str, row_kind: str, lists: str, attribute: str) -> str:
    """Return SQL that gives each mask of an edition its rarest code (R-18, R-19)."""
    return f"""
        with edition_masks as (
            select edition, year, mask, n from {marginal} join editions
                on year between year_from and year_to
            where not exists (
                select 1 from ref_attribute_registration_years where attribute_code = '{attribute}'
                and year not between registered_from_year::int and registered_to_year::int)
        ),
        codes as ({lists}),
        mentions as (
            select edition, code, bit, is_residual, sum(n) as mentioned
            from edition_masks join codes on bit > 0 and mask & bit > 0
            group by all
        ),
        chosen as (
            select edition, mask, code from (select distinct edition, mask from edition_masks)
            join mentions using (edition)
            where mask & bit > 0
            qualify row_number() over (
                partition by edition, mask order by is_residual, mentioned, code) = 1
        )
        select edition, year, '{exhibit}' as exhibit, row_kind,
            case row_kind when 'total' then 'total' else coalesce(code, 'ONB') end as row_code, n
        from edition_masks left join chosen using (edition, mask),
        (values ('{row_kind}'), ('total')) as k(row_kind)
    """


_CELLS: Final = (
    """
    create table editions as
    select edition_code as edition, year_from::int as year_from, year_to::int as year_to,
        imputation_second_period_from_year::int as second_from, first_year
    from ref_editions, (select min(year) as first_year, max(year) as last_year from m_known)
    where year_to::int between first_year and last_year
    """,
    f"create table row_counts as {_ROW_COUNTS}",
    """
    create table edition_columns as
    select edition, 'year' as column_kind, year::varchar as column_code, year as column_year
    from editions, lateral (select unnest(range(year_from, year_to + 1)) as year)
    where year >= first_year
    union all select edition, 'edition', edition, null from editions
    union all
    select edition, 'trafficking_form', trafficking_form_code, null
    from editions, ref_trafficking_forms
    union all
    select edition, 'period', year_from || '-' || (second_from - 1), null from editions
    union all select edition, 'period', second_from || '-' || year_to, null from editions
    """,
    # Figuren 2.4a, 2.5 and 2.6: what a row is depends on the edition.
    f"""
    create table sexual as
    select edition, year, region, n,
        case when year < second_from then year_from || '-' || (second_from - 1)
            else second_from || '-' || year_to end as period,
        adulthood, reporter, sector,
        coalesce(visibility_code, 'ONB') as visibility,
        coalesce(published_code, sector) as published
    from (select *, {_SECTOR} as sector from m_sexual)
    join editions on year between year_from and year_to
    left join ref_prostitution_sectors on prostitution_sector_code = sector
    left join ref_category_editions on attribute_code = 'prostitution_sector'
        and category_code = sector
        and year_to between edition_year_to_from::int and edition_year_to_to::int
    """,
    """
    create table edition_row_counts as
    select edition, year, 'fig_2_04a' as exhibit, row_kind,
        case row_kind when 'total' then 'total'
            when 'sector_knowledge' then case when sector is null then 'UNKNOWN' else 'KNOWN' end
            else published end as row_code,
        n
    from sexual,
    (values ('prostitution_sector'), ('sector_knowledge'), ('total')) as k(row_kind)
    where row_kind <> 'prostitution_sector' or sector is not null
    """,
    "insert into edition_row_counts "
    + _rarest(
        "m_labour",
        "fig_2_05",
        "labour_sector",
        "select labour_sector_code as code, sector_bit::int as bit, "
        "is_residual = 'true' as is_residual from ref_labour_sectors",
        "labour_sector",
    ),
    "insert into edition_row_counts "
    + _rarest(
        "m_manners",
        "fig_2_06",
        "criminal_manner",
        "select criminal_manner_code as code, manner_bit::int as bit, "
        "is_residual = 'true' as is_residual from ref_criminal_manners",
        "criminal_manner",
    ),
    # R-17, in whole millionths: a cell with enough known hands its proportions to its unknowns.
    """
    create table imputation as
    select edition, period, region, adulthood, reporter, known, seen,
        case when known >= least_known then unknown else 0 end as imputed,
        unknown - imputed as left_unknown,
        case when imputed > 0 then (2000000 * imputed * seen + known) // (2 * known) else 0 end
            as expected
    from (
        select edition, period, region, adulthood, reporter,
            coalesce(sum(n) filter (where visibility <> 'ONB'), 0)::bigint as known,
            coalesce(sum(n) filter (where visibility = 'ZICHTBAAR'), 0)::bigint as seen,
            coalesce(sum(n) filter (where visibility = 'ONB'), 0)::bigint as unknown
        from sexual group by all
    ),
    (select parameter_value::int as least_known from ref_parameters
     where parameter_code = 'imputation_minimum_known')
    """,
    """
    create table cell_values as
    with columns as (
        select edition, column_kind, column_code, year, null::varchar as form
        from edition_columns, (select distinct year from row_counts)
        where column_kind = 'year' and column_year = year
        union all
        select edition, 'edition', edition, year, null
        from editions join (select distinct year from row_counts)
            on year between year_from and year_to
        union all
        select edition, 'trafficking_form', trafficking_form_code, year, trafficking_form_code
        from editions join (select distinct year from row_counts)
            on year between year_from and year_to, ref_trafficking_forms
    )
    select columns.edition, exhibit, column_kind, column_code, row_kind, row_code, measure,
        sum(n)::bigint * 1000000 as millionths
    from row_counts join columns on columns.year = row_counts.year
        and (columns.form is null or columns.form = row_counts.form)
    group by all
    union all
    select columns.edition, exhibit, column_kind, column_code, row_kind, row_code, 'victims',
        sum(n)::bigint * 1000000
    from edition_row_counts as counts join columns
        on columns.edition = counts.edition and columns.year = counts.year and columns.form is null
    group by all
    union all
    select edition, 'fig_2_01', 'edition', edition, 'persons', 'ANALYSIS_POPULATION', 'persons',
        (coalesce(sum(n) filter (where person is null), 0) + count(distinct person))::bigint
            * 1000000
    from editions join m_person on year between year_from and year_to
    group by all
    union all
    select edition, 'fig_2_10', column_kind, column_code, 'mean_age', 'MEAN_AGE', 'mean_age',
        ((20 * sum(age * n) + sum(n)) // (2 * sum(n)))::bigint * 100000
    from columns join m_trait on columns.year = m_trait.year
        and (columns.form is null or columns.form = m_trait.form)
    where age is not null
    group by all
    union all
    select edition, 'fig_2_04b', column_kind,
        case column_kind when 'period' then period else edition end, row_kind, row_code, measure,
        sum(millionths)::bigint
    from (
        select edition, period, unnest([
            {'row_kind': 'visibility', 'row_code': 'ZICHTBAAR',
             'measure': 'victims_known_or_imputed', 'millionths': seen * 1000000 + expected},
            {'row_kind': 'visibility', 'row_code': 'MINDER_ZICHTBAAR',
             'measure': 'victims_known_or_imputed',
             'millionths': (known - seen + imputed) * 1000000 - expected},
            {'row_kind': 'coverage', 'row_code': 'KNOWN', 'measure': 'victims',
             'millionths': known * 1000000},
            {'row_kind': 'coverage', 'row_code': 'IMPUTED', 'measure': 'victims',
             'millionths': imputed * 1000000},
            {'row_kind': 'coverage', 'row_code': 'KNOWN_OR_IMPUTED', 'measure': 'victims',
             'millionths': (known + imputed) * 1000000},
            {'row_kind': 'coverage', 'row_code': 'NOT_IMPUTED', 'measure': 'victims',
             'millionths': left_unknown * 1000000},
            {'row_kind': 'total', 'row_code': 'total', 'measure': 'victims',
             'millionths': (known + imputed + left_unknown) * 1000000}
        ], recursive := true)
        from imputation
    ), (values ('period'), ('edition')) as k(column_kind)
    group by all
    """,
    # competition ranking; nobody and unknown never rank.
    """
    create table ranks as
    select edition, column_kind, column_code, row_code,
        rank() over (partition by edition, column_kind, column_code order by millionths desc)
            as place
    from cell_values
    where exhibit = 'tab_2_1' and row_kind = 'nationality' and row_code <> 'XXX' and millionths > 0
    """,
    """
    create table row_lists as
    select list_code, code, null::varchar as edition from ref_row_codes
    union all
    select 'form_combinations', form_combination_code, null from ref_form_combinations
    union all
    select 'exploitation_forms', exploitation_form_code, null from ref_exploitation_forms
    union all
    select 'known_visibilities', visibility_code, null from ref_visibilities
    where visibility_code <> 'ONB'
    union all select 'labour_sectors', labour_sector_code, null from ref_labour_sectors
    union all select 'criminal_manners', criminal_manner_code, null from ref_criminal_manners
    union all select 'trafficking_forms', trafficking_form_code, null from ref_trafficking_forms
    union all select 'genders', gender_code, null from ref_genders
    union all select 'origin_regions', origin_region_code, null from ref_origin_regions
    union all select 'age_bands', age_band_code, null from ref_age_bands
    union all select 'reporter_groups', reporter_group_code, null from ref_reporter_groups
    union all select 'legal_bases', legal_basis_code, null from ref_legal_bases
    union all select 'police_units', police_unit_code, null from ref_police_units
    union all
    select distinct 'nationalities', row_code, edition from ranks
    where place <= (select parameter_value::int from ref_parameters
        where parameter_code = 'top_rank')
    union all
    select 'known_prostitution_sectors', prostitution_sector_code, edition
    from ref_prostitution_sectors, editions
    where prostitution_sector_code <> 'ONB' and not exists (
        select 1 from ref_category_editions
        where attribute_code = 'prostitution_sector' and category_code = prostitution_sector_code
        and published_code <> category_code
        and year_to between edition_year_to_from::int and edition_year_to_to::int)
    """,
    """
    create table cells as
    with found as (
        select * from cell_values
        union all
        select edition, 'tab_2_1', column_kind, column_code, 'nationality', row_code, 'rank',
            place * 1000000
        from ranks
    ),
    grid as (
        select edition_columns.edition, r.exhibit_code as exhibit, edition_columns.column_kind,
            edition_columns.column_code, r.row_kind, row_lists.code as row_code, r.measure,
            r.base_row_kind, r.base_row_code
        from ref_exhibit_rows as r
        join ref_exhibit_columns as c using (exhibit_code)
        join edition_columns on edition_columns.column_kind = c.column_kind
        join row_lists on row_lists.list_code = r.list_code
            and (row_lists.edition is null or row_lists.edition = edition_columns.edition)
        left join ref_attribute_registration_years as registered
            on registered.attribute_code = r.attribute_code
        where (r.measure <> 'persons' or c.column_kind = 'edition')
        and (registered.attribute_code is null or column_year is null or column_year
            between registered_from_year::int and registered_to_year::int)
    ),
    valued as (
        select grid.*, case when measure in ('mean_age', 'rank') then millionths
            else coalesce(millionths, 0) end as millionths
        from grid left join found
            using (edition, exhibit, column_kind, column_code, row_kind, row_code, measure)
    )
    select valued.edition, valued.exhibit, valued.column_kind, valued.column_code, valued.row_kind,
        valued.row_code, valued.measure,
        (valued.millionths::decimal(18, 0) * 0.000001)::decimal(18, 6) as value,
        (bases.millionths::decimal(18, 0) * 0.000001)::decimal(18, 6) as base,
        case when bases.millionths > 0 then ((200 * valued.millionths::hugeint + bases.millionths)
            // (2 * bases.millionths))::int end as pct
    from valued left join valued as bases
        on bases.edition = valued.edition and bases.exhibit = valued.exhibit
        and bases.column_kind = valued.column_kind and bases.column_code = valued.column_code
        and bases.row_kind = valued.base_row_kind and bases.row_code = valued.base_row_code
        and bases.measure not in ('mean_age', 'rank')
    order by all
    """,
)
