{{ config(materialized='ephemeral' if target.type == 'duckdb' else 'table') }}

{#- column of the delivery, kind of code, whose code system -#}
{%- set coded_columns = [
    ('reporting_unit', 'police_unit', 'reporter'),
    ('gender', 'gender', 'reporter'),
    ('nationalities', 'nationality', 'reporter'),
    ('exploitation_forms', 'exploitation_form', 'reporter'),
    ('prostitution_sectors', 'prostitution_sector', 'reporter'),
    ('labour_sectors', 'labour_sector', 'reporter'),
    ('criminal_manners', 'criminal_manner', 'reporter'),
    ('consent', 'yes_no', 'REGISTER'),
    ('cooperates', 'yes_no', 'REGISTER'),
] -%}

with notifications as (
    select * from {{ ref('stg_register__notifications') }}
),

emm_records as (
    select * from {{ ref('stg_register__emm_records') }}
),

reporters as (
    select * from {{ ref('aud_delivery__reporters') }}
),

received as (
    select * from notifications
    union all
    select * from emm_records
),

-- Many records share few combinations of codes, so each combination is read once. A register that
-- is extracted in full every year delivers the same record many times.
combinations as (
    select
        received.source_table,
        cast(extract(year from received.received_on) as integer) as received_year,
        received.reporter_delivered,
        {%- for column, _, _ in coded_columns %}
        received.{{ column }}_delivered,
        {%- endfor %}
        coalesce(received.birth_date_text, received.reported_age_text) is not null as has_age,
        count(distinct received.record_id) + count(*) filter (where received.record_id is null)
            as record_count
    from received
    where
        received.received_on >= {{ parameter('received_on_earliest', 'date') }}
        and received.received_on <= received.delivered_on
    group by all
),

grouped as (
    select
        combinations.*,
        reporters.reporter_group_code,
        reporters.code_system
    from combinations
    inner join reporters
        on
            combinations.reporter_delivered = reporters.reporter_delivered
            and combinations.received_year = reporters.received_year
),

final as (
    {%- for column, code_kind, system in coded_columns %}
    select
        grouped.source_table,
        '{{ column }}' as column_name,
        '{{ code_kind }}' as code_kind,
        grouped.reporter_group_code,
        {{ "'REGISTER'" if system == 'REGISTER' else 'grouped.code_system' }} as code_system,
        grouped.received_year,
        grouped.{{ column }}_delivered as delivered_value,
        sum(grouped.record_count) as record_count
    from grouped
    {%- if column == 'reporting_unit' %}
    where grouped.reporter_group_code = 'POL'
    {%- elif system == 'REGISTER' %}
    where grouped.source_table = 'notifications'
    {%- endif %}
    group by all
    union all
    {%- endfor %}
    select
        grouped.source_table,
        'age' as column_name,
        cast(null as string) as code_kind,
        grouped.reporter_group_code,
        cast(null as string) as code_system,
        grouped.received_year,
        case when grouped.has_age then 'stated' end as delivered_value,
        sum(grouped.record_count) as record_count
    from grouped
    group by all
)

select * from final
