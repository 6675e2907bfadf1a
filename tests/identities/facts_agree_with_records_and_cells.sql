{#- The facts hold every known victim-year once, with the reporters that notified it; the analysis
    population is nobody that a rule leaves out (R-04 to R-09); and a plain count of a fact, by year
    or over the years of an edition, is what is printed. -#}
{%- set flags = {
    'police': 'POL',
    'kmar': 'KMAR',
    'iszw': 'ISZW',
    'care_coordinator': 'ZOCO',
    'fairwork': 'FW',
    'other': 'OVM',
} -%}
{%- set published = {
    'known victim-years': ('fct_known_victim_years', 'fig_2_01', 'population_line', 'ALL_KNOWN'),
    'victim-years': ('fct_victim_years', 'fig_2_07', 'total', 'total'),
    'victim-years in words': ('labelled_victim_years', 'fig_2_07', 'total', 'total'),
    'notifications': ('fct_notifications', 'fig_2_11', 'total', 'total'),
    'notifications in words': ('labelled_notifications', 'fig_2_11', 'total', 'total'),
    'police unit notifications': (
        'fct_police_unit_notifications', 'fig_2_12', 'total', 'total'
    ),
} -%}

with editions as (
    select * from {{ ref('dim_editions') }}
),

edition_years as (
    select * from {{ ref('dim_edition_years') }}
),

resolved as (
    select * from {{ ref('int_victim_years__resolved') }}
),

victim_years as (
    select * from {{ ref('fct_victim_years') }}
),

known_victim_years as (
    select * from {{ ref('fct_known_victim_years') }}
),

notifications as (
    select * from {{ ref('fct_notifications') }}
),

unit_notifications as (
    select * from {{ ref('fct_police_unit_notifications') }}
),

cells as (
    select * from {{ ref('published_cells') }} as published_cells
    where published_cells.column_kind in ('year', 'edition')
),

-- The same number from the resolved victim-years, from a fact and from a cell.
yearly as (
    {%- for what, (fact, _, _, _) in published.items() %}
    select
        '{{ what }}' as what,
        'facts' as counted_in,
        facts.notification_year,
        count(*) as counted
    from {{ ref(fact) }} as facts
    group by facts.notification_year
    union all
    {%- endfor %}
    select
        'known victim-years' as what,
        'models' as counted_in,
        resolved.notification_year,
        count(*) as counted
    from resolved
    group by resolved.notification_year
    union all
    select
        'victim-years' as what,
        'models' as counted_in,
        resolved.notification_year,
        count(*) as counted
    from resolved
    where resolved.exclusion_rule_id is null
    group by resolved.notification_year
    union all
    select
        'notifications' as what,
        'models' as counted_in,
        resolved.notification_year,
        sum(
            {%- for flag in flags %}
            {{ '' if loop.first else '+ ' }}cast(resolved.is_reported_by_{{ flag }} as integer)
            {%- endfor %}
        ) as counted
    from resolved
    where resolved.exclusion_rule_id is null
    group by resolved.notification_year
),

numbers as (
    select
        edition_years.edition_code,
        columns.column_kind,
        case
            when columns.column_kind = 'year' then cast(yearly.notification_year as string)
            else edition_years.edition_code
        end as column_code,
        yearly.what,
        yearly.counted_in,
        yearly.counted
    from yearly
    inner join edition_years
        on yearly.notification_year = edition_years.notification_year
    cross join (values ('year'), ('edition')) as columns (column_kind)
    union all
    -- R-04: the persons of an edition
    select
        edition_years.edition_code,
        'edition' as column_kind,
        edition_years.edition_code as column_code,
        'distinct persons' as what,
        'models' as counted_in,
        count(distinct resolved.person_pseudonym) as counted
    from resolved
    inner join edition_years
        on resolved.notification_year = edition_years.notification_year
    where resolved.exclusion_rule_id is null
    group by edition_years.edition_code
    {%- for what, (_, exhibit_code, row_kind, row_code) in published.items() %}
    union all
    select
        cells.edition_code,
        cells.column_kind,
        cells.column_code,
        '{{ what }}' as what,
        'cells' as counted_in,
        cells.value as counted
    from cells
    where
        cells.exhibit_code = '{{ exhibit_code }}'
        and cells.row_kind = '{{ row_kind }}'
        and cells.row_code = '{{ row_code }}'
    {%- endfor %}
    union all
    select
        cells.edition_code,
        cells.column_kind,
        cells.column_code,
        'distinct persons' as what,
        'cells' as counted_in,
        cells.value as counted
    from cells
    where cells.exhibit_code = 'fig_2_01' and cells.row_kind = 'persons'
),

compared as (
    select
        numbers.edition_code,
        numbers.what,
        numbers.column_code,
        sum(numbers.counted) filter (where numbers.counted_in = 'models') as in_models,
        sum(numbers.counted) filter (where numbers.counted_in = 'facts') as in_facts,
        sum(numbers.counted) filter (where numbers.counted_in = 'cells') as in_cells
    from numbers
    group by numbers.edition_code, numbers.what, numbers.column_code
),

-- Who notified: by the flags of the victim-year, and by its notifications.
flagged as (
    {%- for flag, group_code in flags.items() %}
    select
        victim_years.victim_year_key,
        '{{ group_code }}' as reporter_group_code
    from victim_years
    where victim_years.is_reported_by_{{ flag }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

reporters as (
    select
        victim_years.victim_year_key,
        victim_years.has_sexual,
        count(notifications.reporter_group_code) as group_count,
        coalesce(bool_or(notifications.reporter_group_code = 'KMAR'), false) as has_kmar
    from victim_years
    left join notifications
        on victim_years.victim_year_key = notifications.victim_year_key
    group by victim_years.victim_year_key, victim_years.has_sexual
),

police as (
    select
        victim_years.victim_year_key,
        victim_years.is_reported_by_police,
        count(unit_notifications.police_unit_code) as unit_count,
        count(*) filter (where unit_notifications.police_unit_code = 'ONB') as unknown_count
    from victim_years
    left join unit_notifications
        on victim_years.victim_year_key = unit_notifications.victim_year_key
    group by victim_years.victim_year_key, victim_years.is_reported_by_police
),

problems as (
    select
        compared.what || ' of ' || compared.column_code || ' in edition '
        || compared.edition_code as what,
        'models ' || coalesce(cast(compared.in_models as string), 'none')
        || ', facts ' || coalesce(cast(compared.in_facts as string), 'none')
        || ', cells ' || coalesce(cast(compared.in_cells as string), 'none') as problem
    from compared
    where
        -- a year without any is a cell that says zero
        compared.in_cells is distinct from coalesce(compared.in_facts, compared.in_models, 0)
        or coalesce(compared.in_models, compared.in_cells) <> compared.in_cells
    union all
    select
        coalesce(flagged.victim_year_key, notifications.victim_year_key) as what,
        case
            when flagged.victim_year_key is null
                then 'R-05: notified by ' || notifications.reporter_group_code || ', not flagged'
            else 'R-05: flagged ' || flagged.reporter_group_code || ', no notification'
        end as problem
    from flagged
    full outer join notifications
        on
            flagged.victim_year_key = notifications.victim_year_key
            and flagged.reporter_group_code = notifications.reporter_group_code
    where flagged.victim_year_key is null or notifications.victim_year_key is null
    union all
    select
        reporters.victim_year_key as what,
        case
            when reporters.group_count = 0 then 'R-07, R-09: nobody notified'
            else 'R-08: notified by the border police only, sexual exploitation'
        end as problem
    from reporters
    where
        reporters.group_count = 0
        or (reporters.group_count = 1 and reporters.has_kmar and reporters.has_sexual)
    union all
    select
        police.victim_year_key as what,
        case
            when police.unknown_count > 0 then 'R-06: an unknown unit beside another'
            else 'R-06: units without police, or the reverse'
        end as problem
    from police
    where
        police.is_reported_by_police <> (police.unit_count > 0)
        or (police.unknown_count > 0 and police.unit_count > 1)
    union all
    -- who is left out is left out by exactly one rule, and for the reason of that rule
    select
        known_victim_years.victim_year_key as what,
        'left out by ' || coalesce(known_victim_years.exclusion_rule_id, 'no rule') as problem
    from known_victim_years
    where
        known_victim_years.is_in_analysis_population
        <> (known_victim_years.exclusion_rule_id is null)
        or known_victim_years.has_notification
        <> coalesce(known_victim_years.exclusion_rule_id not in ('R-07', 'R-09'), true)
        or (known_victim_years.exclusion_rule_id = 'R-07' and not known_victim_years.is_emm_known)
        or (
            known_victim_years.exclusion_rule_id = 'R-09'
            and (known_victim_years.is_emm_known or not known_victim_years.has_om_letter)
        )
        or known_victim_years.exclusion_rule_id not in ('R-07', 'R-08', 'R-09')
    union all
    select
        'facts' as what,
        'no edition, or a fact without rows' as problem
    where
        not exists (select 1 from editions)
        or not exists (select 1 from victim_years)
        or not exists (select 1 from notifications)
)

select * from problems
