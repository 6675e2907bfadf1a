{#- The facts hold every known victim-year once, with the reporters that notified it; the population
    of an edition is nobody that a rule leaves out which is in force in it (R-04 to R-09); and a count
    of a fact by the rules of an edition, by year or over its years, is what is printed. -#}
{%- set flags = {
    'police': 'POL',
    'kmar': 'KMAR',
    'iszw': 'ISZW',
    'care_coordinator': 'ZOCO',
    'fairwork': 'FW',
    'other': 'OVM',
} -%}
{#- What is counted, the exhibit and row that publish it, the fact that has it with the rule that
    may leave it out, and the facts that are the population of the default edition. -#}
{%- set published = {
    'known victim-years': ('fig_2_01', 'population_line', 'ALL_KNOWN', none, []),
    'victim-years': (
        'fig_2_07', 'total', 'total', 'fct_known_victim_years',
        ['fct_victim_years', 'labelled_victim_years'],
    ),
    'notifications': (
        'fig_2_11', 'total', 'total', 'fct_known_notifications',
        ['fct_notifications', 'labelled_notifications'],
    ),
    'police unit notifications': (
        'fig_2_12', 'total', 'total', 'fct_known_police_unit_notifications',
        ['fct_police_unit_notifications'],
    ),
} -%}

with editions as (
    select * from {{ ref('dim_editions') }}
),

edition_years as (
    select
        dim_edition_years.*,
        editions.is_default_edition
    from {{ ref('dim_edition_years') }} as dim_edition_years
    inner join editions
        on dim_edition_years.edition_code = editions.edition_code
),

edition_rules as (
    select * from {{ ref('bridge_edition_rules') }}
),

-- Joined, not asked for with 'not in': of an empty rule Spark says false there, DuckDB nothing.
default_rules as (
    select edition_rules.exclusion_rule_id
    from edition_rules
    inner join editions
        on edition_rules.edition_code = editions.edition_code
    where editions.is_default_edition
),

resolved as (
    select * from {{ ref('int_victim_years__resolved') }}
),

known_victim_years as (
    select * from {{ ref('fct_known_victim_years') }}
),

notifications as (
    select * from {{ ref('fct_known_notifications') }}
),

unit_notifications as (
    select * from {{ ref('fct_known_police_unit_notifications') }}
),

cells as (
    select * from {{ ref('published_cells') }} as published_cells
    where published_cells.column_kind in ('year', 'edition')
),

-- The resolved victim-years of each edition, and whether a rule in force leaves them out.
judged as (
    select
        edition_years.edition_code,
        resolved.*,
        edition_rules.exclusion_rule_id is null as is_counted
    from resolved
    inner join edition_years
        on resolved.notification_year = edition_years.notification_year
    left join edition_rules
        on
            edition_years.edition_code = edition_rules.edition_code
            and resolved.exclusion_rule_id = edition_rules.exclusion_rule_id
),

-- The same number from the resolved victim-years, from every fact and from a cell.
yearly as (
    select
        'known victim-years' as what,
        'fct_known_victim_years' as counted_in,
        edition_years.edition_code,
        facts.notification_year,
        count(*) as counted
    from known_victim_years as facts
    inner join edition_years
        on facts.notification_year = edition_years.notification_year
    group by edition_years.edition_code, facts.notification_year
    union all
    {%- for what, (_, _, _, known_fact, default_facts) in published.items() if known_fact %}
    select
        '{{ what }}' as what,
        '{{ known_fact }}' as counted_in,
        edition_years.edition_code,
        facts.notification_year,
        count(*) as counted
    from {{ ref(known_fact) }} as facts
    inner join edition_years
        on facts.notification_year = edition_years.notification_year
    left join edition_rules
        on
            edition_years.edition_code = edition_rules.edition_code
            and facts.exclusion_rule_id = edition_rules.exclusion_rule_id
    where edition_rules.exclusion_rule_id is null
    group by edition_years.edition_code, facts.notification_year
    union all
    {%- for fact in default_facts %}
    select
        '{{ what }}' as what,
        '{{ fact }}' as counted_in,
        edition_years.edition_code,
        facts.notification_year,
        count(*) as counted
    from {{ ref(fact) }} as facts
    inner join edition_years
        on facts.notification_year = edition_years.notification_year
    where edition_years.is_default_edition
    group by edition_years.edition_code, facts.notification_year
    union all
    {%- endfor %}
    {%- endfor %}
    select
        'known victim-years' as what,
        'models' as counted_in,
        judged.edition_code,
        judged.notification_year,
        count(*) as counted
    from judged
    group by judged.edition_code, judged.notification_year
    union all
    select
        'victim-years' as what,
        'models' as counted_in,
        judged.edition_code,
        judged.notification_year,
        count(*) as counted
    from judged
    where judged.is_counted
    group by judged.edition_code, judged.notification_year
    union all
    select
        'notifications' as what,
        'models' as counted_in,
        judged.edition_code,
        judged.notification_year,
        sum(
            {%- for flag in flags %}
            {{ '' if loop.first else '+ ' }}cast(judged.is_reported_by_{{ flag }} as integer)
            {%- endfor %}
        ) as counted
    from judged
    where judged.is_counted
    group by judged.edition_code, judged.notification_year
),

numbers as (
    select
        yearly.edition_code,
        columns.column_kind,
        case
            when columns.column_kind = 'year' then cast(yearly.notification_year as string)
            else yearly.edition_code
        end as column_code,
        yearly.what,
        yearly.counted_in,
        sum(yearly.counted) as counted
    from yearly
    cross join (values ('year'), ('edition')) as columns (column_kind)
    group by all
    union all
    -- R-04: the persons of an edition
    select
        judged.edition_code,
        'edition' as column_kind,
        judged.edition_code as column_code,
        'distinct persons' as what,
        'models' as counted_in,
        count(distinct judged.person_pseudonym) as counted
    from judged
    where judged.is_counted
    group by judged.edition_code
),

-- Every cell that publishes one of these numbers, with every table that should have the number.
published as (
    {%- for what, row in published.items() %}
    {%- set exhibit_code, row_kind, row_code, known_fact, default_facts = row %}
    {%- set everywhere = ['models'] if what != 'police unit notifications' else [] %}
    {%- for counted_in in everywhere + [known_fact or 'fct_known_victim_years'] + default_facts %}
    select
        cells.edition_code,
        cells.column_kind,
        cells.column_code,
        '{{ what }}' as what,
        '{{ counted_in }}' as counted_in,
        cells.value
    from cells
    inner join editions
        on cells.edition_code = editions.edition_code
    where
        cells.exhibit_code = '{{ exhibit_code }}'
        and cells.row_kind = '{{ row_kind }}'
        and cells.row_code = '{{ row_code }}'
        {%- if counted_in in default_facts %}
        and editions.is_default_edition
        {%- endif %}
    union all
    {%- endfor %}
    {%- endfor %}
    select
        cells.edition_code,
        cells.column_kind,
        cells.column_code,
        'distinct persons' as what,
        'models' as counted_in,
        cells.value
    from cells
    where cells.exhibit_code = 'fig_2_01' and cells.row_kind = 'persons'
),

-- Who notified: by the flags of the victim-year, and by its notifications.
flagged as (
    {%- for flag, group_code in flags.items() %}
    select
        victim_years.victim_year_key,
        '{{ group_code }}' as reporter_group_code
    from known_victim_years as victim_years
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
        victim_years.exclusion_rule_id,
        count(notifications.reporter_group_code) as group_count,
        coalesce(bool_or(notifications.reporter_group_code = 'KMAR'), false) as has_kmar
    from known_victim_years as victim_years
    left join notifications
        on victim_years.victim_year_key = notifications.victim_year_key
    group by
        victim_years.victim_year_key, victim_years.has_sexual, victim_years.exclusion_rule_id
),

police as (
    select
        victim_years.victim_year_key,
        victim_years.is_reported_by_police,
        count(unit_notifications.police_unit_code) as unit_count,
        count(*) filter (where unit_notifications.police_unit_code = 'ONB') as unknown_count
    from known_victim_years as victim_years
    left join unit_notifications
        on victim_years.victim_year_key = unit_notifications.victim_year_key
    group by victim_years.victim_year_key, victim_years.is_reported_by_police
),

problems as (
    select
        published.what || ' of ' || published.column_code || ' in edition '
        || published.edition_code as what,
        published.counted_in || ' ' || coalesce(cast(numbers.counted as string), 'none')
        || ', cell ' || published.value as problem
    from published
    left join numbers
        on
            published.edition_code = numbers.edition_code
            and published.column_kind = numbers.column_kind
            and published.column_code = numbers.column_code
            and published.what = numbers.what
            and published.counted_in = numbers.counted_in
    -- a year without any is a cell that says zero
    where published.value <> coalesce(numbers.counted, 0)
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
        'R-07, R-08, R-09: notified by ' || reporters.group_count || ' groups, and carries '
        || coalesce(reporters.exclusion_rule_id, 'no rule') as problem
    from reporters
    where
        (reporters.group_count = 0)
        <> coalesce(reporters.exclusion_rule_id in ('R-07', 'R-09'), false)
        or (reporters.group_count = 1 and reporters.has_kmar and reporters.has_sexual)
        <> coalesce(reporters.exclusion_rule_id = 'R-08', false)
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
    left join default_rules
        on known_victim_years.exclusion_rule_id = default_rules.exclusion_rule_id
    where
        known_victim_years.is_in_analysis_population <> (default_rules.exclusion_rule_id is null)
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
        or not exists (select 1 from known_victim_years)
        or not exists (select 1 from notifications)
)

select * from problems
