{#- column of the record, kind of code, may hold several codes, whose code system -#}
{%- set coded_columns = [
    ('reporter', 'reporter', false, 'REGISTER'),
    ('status', 'status', false, 'REGISTER'),
    ('consent', 'yes_no', false, 'REGISTER'),
    ('om_b8_letter', 'yes_no', false, 'REGISTER'),
    ('cooperates', 'yes_no', false, 'REGISTER'),
    ('reporting_unit', 'police_unit', false, 'reporter'),
    ('gender', 'gender', false, 'reporter'),
    ('nationalities', 'nationality', true, 'reporter'),
    ('exploitation_forms', 'exploitation_form', true, 'reporter'),
    ('prostitution_sectors', 'prostitution_sector', true, 'reporter'),
    ('labour_sectors', 'labour_sector', true, 'reporter'),
    ('criminal_manners', 'criminal_manner', true, 'reporter'),
] -%}

with accepted as (
    select * from {{ ref('int_records__assessed') }} as int_records__assessed
    where int_records__assessed.rejection_reason_code is null
),

codings as (
    select
        headings.coding_number,
        headings.source_table,
        headings.notification_year,
        headings.code_system
    from {{ ref('int_codes__headings') }} as headings
    group by
        headings.coding_number,
        headings.source_table,
        headings.notification_year,
        headings.code_system
),

-- Only the police has units, and a record of the EMM has no reporter.
sources as (
    select
        accepted.coding_number,
        case when accepted.source_table = 'notifications' then accepted.reporter_delivered end
            as reporter,
        accepted.status_delivered as status,
        accepted.consent_delivered as consent,
        accepted.om_b8_letter_delivered as om_b8_letter,
        accepted.cooperates_delivered as cooperates,
        case when accepted.reporter_group_code = 'POL' then accepted.reporting_unit_delivered end
            as reporting_unit,
        accepted.gender_delivered as gender,
        accepted.nationalities_delivered as nationalities,
        accepted.exploitation_forms_delivered as exploitation_forms,
        accepted.prostitution_sectors_delivered as prostitution_sectors,
        accepted.labour_sectors_delivered as labour_sectors,
        accepted.criminal_manners_delivered as criminal_manners
    from accepted
),

-- Each column is counted by itself, in one pass over the records: in each row of the result, only
-- the counted column is filled. (The linter does not know grouping sets.)
counted as (
    select
        sources.coding_number,
        {%- for column, _, _, _ in coded_columns %}
        sources.{{ column }},
        {%- endfor %}
        count(*) as record_count
    from sources
    group by grouping sets ( -- noqa: PRS,RF03
        {%- for column, _, _, _ in coded_columns %}
        (sources.coding_number, sources.{{ column }})
        {{- ',' if not loop.last }}
        {%- endfor %}
    )
),

final as (
    {%- for column, code_kind, is_multiple, system in coded_columns %}
    {%- set is_of_register = system == 'REGISTER' %}
    select
        codings.source_table,
        '{{ column }}' as column_name,
        '{{ code_kind }}' as code_kind,
        {{ 'true' if is_multiple else 'false' }} as is_multiple,
        {{ "'REGISTER'" if is_of_register else 'codings.code_system' }} as code_system,
        {{ 'cast(null as integer)' if is_of_register else 'counted.coding_number' }}
            as coding_number,
        codings.notification_year,
        counted.{{ column }} as delivered_value,
        cast(sum(counted.record_count) as bigint) as record_count
    from counted
    inner join codings
        on counted.coding_number = codings.coding_number
    where
        counted.{{ column }} is not null
        {%- if not is_of_register %}
        and codings.code_system is not null
        {%- endif %}
    group by all
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from final
