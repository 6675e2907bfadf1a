{%- set decoded_columns = {
    'police_units': 'reporting_unit',
    'genders': 'gender',
    'nationalities': 'nationalities',
    'forms': 'exploitation_forms',
    'prostitution': 'prostitution_sectors',
    'labour': 'labour_sectors',
    'manners': 'criminal_manners',
} -%}
{{ config(materialized='view') }}

with accepted as (
    select * from {{ ref('int_records__accepted') }}
),

{#- One list for each column, as in int_records__assessed. -#}
{%- for alias, column in decoded_columns.items() %}
{{ alias }} as (
    select * from {{ ref('int_codes__values') }} as int_codes__values
    where int_codes__values.column_name = '{{ column }}'
),
{% endfor %}
final as (
    select
        accepted.record_key,
        accepted.notification_id,
        accepted.person_pseudonym,
        accepted.received_on,
        accepted.registration_year,
        accepted.reporter_code,
        accepted.reporter_group_code,
        accepted.is_notifier,
        accepted.is_om_letter,
        case
            when accepted.reporter_group_code = 'POL'
                then coalesce(police_units.leading_code, 'ONB')
        end as police_unit_code,
        accepted.birth_on,
        accepted.reported_age,
        genders.leading_code as gender_code,
        nationalities.leading_code as nationality_code,
        coalesce(forms.code_mask, 0) as form_mask,
        prostitution.leading_order as prostitution_order,
        coalesce(labour.code_mask, 0) as labour_mask,
        coalesce(manners.code_mask, 0) as manner_mask,
        accepted.cooperates_code
    from accepted
    {%- for alias, column in decoded_columns.items() %}
    left join {{ alias }}
        on
            accepted.code_context_number = {{ alias }}.code_context_number
            and accepted.{{ column }}_delivered = {{ alias }}.delivered_value
    {%- endfor %}
)

select * from final
