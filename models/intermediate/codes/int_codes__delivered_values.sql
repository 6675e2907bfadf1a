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

with keyed as (
    select * from {{ ref('int_records__keyed') }} as int_records__keyed
    where int_records__keyed.rejection_reason_code is null
),

contexts as (
    select * from {{ ref('int_codes__contexts') }}
),

-- The columns that tell something about a record, whoever sent it.
sources as (
    select
        keyed.code_context_number,
        {%- for column, _, _, _ in coded_columns %}
        {%- if column == 'reporting_unit_delivered' %}
        case when keyed.reporter_group_code = 'POL' then keyed.{{ column }} end
            as {{ column }}
        {%- elif column == 'reporter_delivered' %}
        case when keyed.source_table = 'notifications' then keyed.{{ column }} end
            as {{ column }}
        {%- else %}
        keyed.{{ column }}
        {%- endif %}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from keyed
),

-- Every column is counted by itself, all in one reading: in a row, the one column that is filled is
-- the one that was counted. (The linter does not know grouping sets.)
counted as (
    select
        sources.code_context_number,
        {%- for column, _, _, _ in coded_columns %}
        sources.{{ column }},
        {%- endfor %}
        count(*) as record_count
    from sources
    group by grouping sets ( -- noqa: PRS,RF03
        {%- for column, _, _, _ in coded_columns %}
        (sources.code_context_number, sources.{{ column }})
        {{- ',' if not loop.last }}
        {%- endfor %}
    )
),

final as (
    {%- for column, code_kind, is_multiple, system in coded_columns %}
    select
        contexts.source_table,
        '{{ column | replace("_delivered", "") }}' as column_name,
        '{{ code_kind }}' as code_kind,
        {{ 'true' if is_multiple else 'false' }} as is_multiple,
        {{ "'REGISTER'" if system == 'REGISTER' else 'contexts.code_system' }} as code_system,
        contexts.registration_year,
        counted.{{ column }} as delivered_value,
        cast(sum(counted.record_count) as bigint) as record_count
    from counted
    inner join contexts
        on counted.code_context_number = contexts.code_context_number
    where
        counted.{{ column }} is not null
        {%- if system == 'reporter' %}
        and contexts.code_system is not null
        {%- endif %}
    group by all
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from final
