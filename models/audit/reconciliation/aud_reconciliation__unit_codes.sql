{{ config(materialized='ephemeral') }}

{#- Per kind of unit, the codes that it has beside those of its victim-year. -#}
{%- set own_codes = {
    'known_victims': {
        'exclusion_rule': "coalesce(units.exclusion_rule_id, 'none')",
        'emm_known': "case when units.is_emm_known then 'yes' else 'no' end",
    },
    'victims': {},
    'notifications': {
        'reporter_group': 'units.reporter_group_code',
        'reporter': 'units.reporter_code',
        'legal_basis': 'units.legal_basis_code',
    },
    'police_unit_notifications': {
        'police_unit': 'units.police_unit_code',
    },
    'published_cells': {
        'exhibit': 'units.exhibit',
        'column_code': 'units.column_code',
        'row_code': 'units.row_code',
        'measure': 'units.measure',
    },
    'years': {},
} -%}

with victim_codes as (
    select * from {{ ref('aud_reconciliation__victim_codes') }}
),

known_victims as (
    select
        *,
        fct_known_victim_years.victim_year_key as unit_key,
        cast(1 as decimal(18, 6)) as amount
    from {{ ref('fct_known_victim_years') }} as fct_known_victim_years
),

victims as (
    select
        *,
        fct_victim_years.victim_year_key as unit_key,
        cast(1 as decimal(18, 6)) as amount
    from {{ ref('fct_victim_years') }} as fct_victim_years
),

notifications as (
    select
        *,
        fct_notifications.victim_year_key
        || ' ' || fct_notifications.reporter_group_code as unit_key,
        cast(1 as decimal(18, 6)) as amount
    from {{ ref('fct_notifications') }} as fct_notifications
),

police_unit_notifications as (
    select
        *,
        fct_police_unit_notifications.victim_year_key
        || ' ' || fct_police_unit_notifications.police_unit_code as unit_key,
        cast(1 as decimal(18, 6)) as amount
    from {{ ref('fct_police_unit_notifications') }} as fct_police_unit_notifications
),

published_cells as (
    select
        *,
        published_cells.edition as edition_code,
        cast(null as integer) as notification_year,
        concat_ws(
            ' ',
            published_cells.exhibit, published_cells.column_kind, published_cells.column_code,
            published_cells.row_kind, published_cells.row_code, published_cells.measure
        ) as unit_key,
        published_cells.value as amount
    from {{ ref('published_cells') }} as published_cells
),

years as (
    select
        dim_exhibit_columns.edition_code,
        dim_exhibit_columns.year_from as notification_year,
        dim_exhibit_columns.column_code as unit_key,
        cast(1 as decimal(18, 6)) as amount
    from {{ ref('dim_exhibit_columns') }} as dim_exhibit_columns
    where dim_exhibit_columns.column_kind = 'year'
),

unit_codes as (
    {%- for unit_kind_code, codes in own_codes.items() %}
    {%- set shared_codes = {
        'unit': "'every'", 'notification_year': 'cast(units.notification_year as varchar)'
    } %}
    {%- for dimension_code, expression in dict(shared_codes, **codes).items() %}
    select
        '{{ unit_kind_code }}' as unit_kind_code,
        units.edition_code,
        units.unit_key,
        '{{ dimension_code }}' as dimension_code,
        {{ expression }} as code,
        units.amount
    from {{ unit_kind_code }} as units
    union all
    {%- endfor %}
    {%- endfor %}
    {%- for unit_kind_code in ['victims', 'notifications', 'police_unit_notifications'] %}
    select
        '{{ unit_kind_code }}' as unit_kind_code,
        units.edition_code,
        units.unit_key,
        victim_codes.dimension_code,
        victim_codes.code,
        units.amount
    from {{ unit_kind_code }} as units
    inner join victim_codes
        on
            units.edition_code = victim_codes.edition_code
            and units.victim_year_key = victim_codes.victim_year_key
    {%- if unit_kind_code != 'victims' %}
    where victim_codes.dimension_code not in ('reporter_group', 'police_unit')
    {%- endif %}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    unit_codes.unit_kind_code,
    unit_codes.edition_code,
    unit_codes.unit_key,
    unit_codes.dimension_code,
    unit_codes.code,
    unit_codes.amount
from unit_codes
where unit_codes.code is not null
