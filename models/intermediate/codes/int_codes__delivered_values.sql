{#- column of the record, kind of code, may hold several codes, whose code system -#}
{%- set coded_columns = [
    ('reporter_delivered', 'reporter', false, 'REGISTER'),
    ('status_delivered', 'status', false, 'REGISTER'),
    ('consent_delivered', 'yes_no', false, 'REGISTER'),
    ('om_b8_letter_delivered', 'yes_no', false, 'REGISTER'),
    ('cooperates_delivered', 'yes_no', false, 'REGISTER'),
    ('reporting_unit_delivered', 'police_unit', false, 'reporter'),
    ('gender_delivered', 'gender', false, 'reporter'),
    ('nationalities_delivered', 'nationality', true, 'reporter'),
    ('exploitation_forms_delivered', 'exploitation_form', true, 'reporter'),
    ('prostitution_sectors_delivered', 'prostitution_sector', true, 'reporter'),
    ('labour_sectors_delivered', 'labour_sector', true, 'reporter'),
    ('criminal_manners_delivered', 'criminal_manner', true, 'reporter'),
] -%}

with assessed as (
    select * from {{ ref('int_records__assessed') }} as int_records__assessed
    where int_records__assessed.rejection_reason_code is null
),

-- The columns that tell something about a record, whoever sent it.
sources as (
    select
        assessed.source_table,
        assessed.registration_year,
        assessed.code_system,
        {%- for column, _, _, _ in coded_columns %}
        {%- if column == 'reporting_unit_delivered' %}
        case when assessed.reporter_group_code = 'POL' then assessed.{{ column }} end
            as {{ column }}
        {%- elif column == 'reporter_delivered' %}
        case when assessed.source_table = 'notifications' then assessed.{{ column }} end
            as {{ column }}
        {%- else %}
        assessed.{{ column }}
        {%- endif %}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from assessed
),

-- Every column is counted by itself, all in one reading: in a row, the one column that is filled is
-- the one that was counted. (The linter does not know grouping sets.)
counted as (
    select
        sources.source_table,
        sources.registration_year,
        sources.code_system,
        {%- for column, _, _, _ in coded_columns %}
        sources.{{ column }},
        {%- endfor %}
        count(*) as record_count
    from sources
    group by grouping sets ( -- noqa: PRS,RF03
        {%- for column, _, _, _ in coded_columns %}
        (sources.source_table, sources.registration_year, sources.code_system, sources.{{ column }})
        {{- ',' if not loop.last }}
        {%- endfor %}
    )
),

final as (
    {%- for column, code_kind, is_multiple, system in coded_columns %}
    select
        counted.source_table,
        '{{ column | replace("_delivered", "") }}' as column_name,
        '{{ code_kind }}' as code_kind,
        {{ 'true' if is_multiple else 'false' }} as is_multiple,
        {{ "'REGISTER'" if system == 'REGISTER' else 'counted.code_system' }} as code_system,
        counted.registration_year,
        counted.{{ column }} as delivered_value,
        cast(sum(counted.record_count) as bigint) as record_count
    from counted
    where
        counted.{{ column }} is not null
        {%- if system == 'reporter' %}
        and counted.code_system is not null
        {%- endif %}
    group by all
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from final
