{#- The facts hold exactly the analysis population of their edition, with the reporters that
    notified it and nobody that a rule leaves out (R-04 to R-09), and the published counts are
    counts of the facts. -#}
{%- set flags = {
    'police': 'POL',
    'kmar': 'KMAR',
    'iszw': 'ISZW',
    'care_coordinator': 'ZOCO',
    'fairwork': 'FW',
    'other': 'OVM',
} -%}
{%- set published = {
    'known victim-years': ('fig_2_01', 'population_line', 'ALL_KNOWN'),
    'victim-years': ('fig_2_07', 'total', 'total'),
    'distinct persons': ('fig_2_01', 'persons', 'ANALYSIS_POPULATION'),
    'notifications': ('fig_2_11', 'total', 'total'),
    'police unit notifications': ('fig_2_12', 'total', 'total'),
} -%}

with editions as (
    select * from {{ ref('dim_editions') }}
),

resolved as (
    select
        editions.edition_code,
        resolved.*
    from {{ ref('int_victim_years__resolved') }} as resolved
    inner join editions
        on resolved.notification_year between editions.year_from and editions.year_to
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
    where published_cells.column_kind = 'edition'
),

-- The same number from the resolved victim-years, from a fact and from a cell.
from_models as (
    select
        resolved.edition_code,
        count(*) as known_count,
        count(*) filter (where resolved.is_in_analysis_population) as victim_count,
        count(distinct resolved.person_pseudonym) filter (
            where resolved.is_in_analysis_population
        ) as person_count,
        sum(
            {%- for flag in flags %}
            {{ '' if loop.first else '+ ' }}cast(resolved.is_reported_by_{{ flag }} as integer)
            {%- endfor %}
        ) filter (where resolved.is_in_analysis_population) as notification_count
    from resolved
    group by resolved.edition_code
),

numbers as (
    select
        from_models.edition_code,
        'known victim-years' as what,
        'models' as counted_in,
        from_models.known_count as counted
    from from_models
    union all
    select
        from_models.edition_code,
        'victim-years' as what,
        'models' as counted_in,
        from_models.victim_count as counted
    from from_models
    union all
    select
        from_models.edition_code,
        'distinct persons' as what,
        'models' as counted_in,
        from_models.person_count as counted
    from from_models
    union all
    select
        from_models.edition_code,
        'notifications' as what,
        'models' as counted_in,
        from_models.notification_count as counted
    from from_models
    union all
    select
        known_victim_years.edition_code,
        'known victim-years' as what,
        'facts' as counted_in,
        count(*) as counted
    from known_victim_years
    group by known_victim_years.edition_code
    union all
    select
        victim_years.edition_code,
        'victim-years' as what,
        'facts' as counted_in,
        count(*) as counted
    from victim_years
    group by victim_years.edition_code
    union all
    select
        victim_years.edition_code,
        'distinct persons' as what,
        'facts' as counted_in,
        count(*) filter (where victim_years.is_first_of_person_in_edition) as counted
    from victim_years
    group by victim_years.edition_code
    union all
    select
        notifications.edition_code,
        'notifications' as what,
        'facts' as counted_in,
        count(*) as counted
    from notifications
    group by notifications.edition_code
    union all
    select
        unit_notifications.edition_code,
        'police unit notifications' as what,
        'facts' as counted_in,
        count(*) as counted
    from unit_notifications
    group by unit_notifications.edition_code
    {%- for what, cell in published.items() %}
    union all
    select
        cells.edition as edition_code,
        '{{ what }}' as what,
        'cells' as counted_in,
        cells.value as counted
    from cells
    where
        cells.exhibit = '{{ cell[0] }}'
        and cells.row_kind = '{{ cell[1] }}'
        and cells.row_code = '{{ cell[2] }}'
    {%- endfor %}
),

compared as (
    select
        editions.edition_code,
        subjects.what,
        max(numbers.counted) filter (where numbers.counted_in = 'models') as in_models,
        coalesce(max(numbers.counted) filter (where numbers.counted_in = 'facts'), 0) as in_facts,
        max(numbers.counted) filter (where numbers.counted_in = 'cells') as in_cells
    from editions
    cross join (
        values
        {%- for what in published %}
        ('{{ what }}'){{ '' if loop.last else ',' }}
        {%- endfor %}
    ) as subjects (what)
    left join numbers
        on
            editions.edition_code = numbers.edition_code
            and subjects.what = numbers.what
    group by editions.edition_code, subjects.what
),

-- Who notified: by the flags of the victim-year, and by its notifications.
flagged as (
    {%- for flag, group_code in flags.items() %}
    select
        victim_years.edition_code,
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
        victim_years.edition_code,
        victim_years.victim_year_key,
        victim_years.has_sexual,
        count(notifications.reporter_group_code) as group_count,
        coalesce(bool_or(notifications.reporter_group_code = 'KMAR'), false) as has_kmar
    from victim_years
    left join notifications
        on
            victim_years.edition_code = notifications.edition_code
            and victim_years.victim_year_key = notifications.victim_year_key
    group by victim_years.edition_code, victim_years.victim_year_key, victim_years.has_sexual
),

police as (
    select
        victim_years.edition_code,
        victim_years.victim_year_key,
        victim_years.is_reported_by_police,
        count(unit_notifications.police_unit_code) as unit_count,
        count(*) filter (where unit_notifications.police_unit_code = 'ONB') as unknown_count
    from victim_years
    left join unit_notifications
        on
            victim_years.edition_code = unit_notifications.edition_code
            and victim_years.victim_year_key = unit_notifications.victim_year_key
    group by
        victim_years.edition_code,
        victim_years.victim_year_key,
        victim_years.is_reported_by_police
),

problems as (
    select
        compared.edition_code,
        compared.what,
        'models ' || coalesce(cast(compared.in_models as string), 'none')
        || ', facts ' || cast(compared.in_facts as string)
        || ', cells ' || coalesce(cast(compared.in_cells as string), 'none') as problem
    from compared
    where
        compared.in_cells is distinct from compared.in_facts
        or coalesce(compared.in_models, compared.in_facts) <> compared.in_facts
    union all
    select
        coalesce(flagged.edition_code, notifications.edition_code) as edition_code,
        coalesce(flagged.victim_year_key, notifications.victim_year_key) as what,
        case
            when flagged.victim_year_key is null
                then 'R-05: notified by ' || notifications.reporter_group_code || ', not flagged'
            else 'R-05: flagged ' || flagged.reporter_group_code || ', no notification'
        end as problem
    from flagged
    full outer join notifications
        on
            flagged.edition_code = notifications.edition_code
            and flagged.victim_year_key = notifications.victim_year_key
            and flagged.reporter_group_code = notifications.reporter_group_code
    where flagged.victim_year_key is null or notifications.victim_year_key is null
    union all
    select
        reporters.edition_code,
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
        police.edition_code,
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
        known_victim_years.edition_code,
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
        null as edition_code,
        'facts' as what,
        'no edition, or a fact without rows' as problem
    where
        not exists (select 1 from editions)
        or not exists (select 1 from victim_years)
        or not exists (select 1 from notifications)
)

select * from problems
