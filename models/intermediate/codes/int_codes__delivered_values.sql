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

-- Few combinations of codes occur among many records: they are counted once, and read per column.
combinations as (
    select
        assessed.source_table,
        assessed.registration_year,
        assessed.code_system,
        {%- for column, _, _, _ in coded_columns %}
        case
            {%- if column == 'reporting_unit_delivered' %}
            when assessed.reporter_group_code = 'POL' then assessed.{{ column }}
            {%- elif column == 'reporter_delivered' %}
            when assessed.source_table = 'notifications' then assessed.{{ column }}
            {%- else %}
            when true then assessed.{{ column }}
            {%- endif %}
        end as {{ column }},
        {%- endfor %}
        count(*) as record_count
    from assessed
    group by all
),

final as (
    {%- for column, code_kind, is_multiple, system in coded_columns %}
    select
        combinations.source_table,
        '{{ column | replace("_delivered", "") }}' as column_name,
        '{{ code_kind }}' as code_kind,
        {{ 'true' if is_multiple else 'false' }} as is_multiple,
        {{ "'REGISTER'" if system == 'REGISTER' else 'combinations.code_system' }} as code_system,
        combinations.registration_year,
        combinations.{{ column }} as delivered_value,
        cast(sum(combinations.record_count) as bigint) as record_count
    from combinations
    where
        combinations.{{ column }} is not null
        {%- if system == 'reporter' %}
        and combinations.code_system is not null
        {%- endif %}
    group by all
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from final
