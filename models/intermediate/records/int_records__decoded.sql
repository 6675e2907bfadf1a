{%- set coded_columns = {
    'police_units': 'reporting_unit',
    'genders': 'gender',
    'nationalities': 'nationalities',
    'forms': 'exploitation_forms',
    'prostitution': 'prostitution_sectors',
    'labour': 'labour_sectors',
    'manners': 'criminal_manners',
} -%}

with records as (
    select * from {{ ref('int_records__born') }}
),

{#- One list for each column: DuckDB keeps a list that is named twice as a table, and then reads
    every column of the records beside it, asked for or not. -#}
{%- for alias, column in coded_columns.items() %}
{{ alias }} as (
    select * from {{ ref('int_codes__values') }} as int_codes__values
    where int_codes__values.column_name = '{{ column }}'
),
{% endfor %}
-- Nothing about the person of a rejected record is passed on (R-22).
known as (
    select
        records.*,
        {%- for column in [
            'coding_number', 'person_pseudonym', 'received_on', 'notification_year', 'birth_on',
            'reported_age', 'birth_issue_code', 'age_issue_code', 'cooperates_code',
        ] %}
        case when records.rejection_reason_code is null then records.{{ column }} end
            as known_{{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from records
),

final as (
    select
        known.record_key,
        known.source_table,
        known.delivery_id,
        known.delivered_on,
        known.notification_id,
        known.version_number,
        known.rejection_reason_code,
        known.status_code,
        case
            when known.is_om_letter then 'om_letter'
            when known.is_notifier then 'notification'
            else 'emm'
        end as evidence_kind,
        known.known_person_pseudonym as person_pseudonym,
        known.known_received_on as received_on,
        known.known_notification_year as notification_year,
        known.reporter_code,
        known.reporter_group_code,
        case
            when known.reporter_group_code = 'POL' then coalesce(police_units.leading_code, 'ONB')
        end as police_unit_code,
        known.known_birth_on as birth_on,
        known.known_reported_age as reported_age,
        known.known_birth_issue_code as birth_issue_code,
        known.known_age_issue_code as age_issue_code,
        genders.leading_code as gender_code,
        nationalities.leading_code as nationality_code,
        coalesce(forms.has_sexual, false) as has_sexual,
        coalesce(forms.has_labour, false) as has_labour,
        coalesce(forms.has_criminal, false) as has_criminal,
        coalesce(forms.has_organ, false) as has_organ,
        prostitution.leading_order as prostitution_order,
        labour.combination_code as labour_sector_combination_code,
        manners.combination_code as criminal_manner_combination_code,
        case when known.known_cooperates_code <> 'unknown' then known.known_cooperates_code end
            as cooperates_code
    from known
    {%- for alias, column in coded_columns.items() %}
    left join {{ alias }}
        on
            known.known_coding_number = {{ alias }}.coding_number
            and known.{{ column }}_delivered = {{ alias }}.delivered_value
    {%- endfor %}
)

select * from final
