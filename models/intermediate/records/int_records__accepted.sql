{%- set decoded_columns = {
    'police_units': 'reporting_unit',
    'genders': 'gender',
    'nationalities': 'nationalities',
    'forms': 'exploitation_forms',
    'prostitution': 'prostitution_sectors',
    'labour': 'labour_sectors',
    'manners': 'criminal_manners',
} -%}

with assessed as (
    select * from {{ ref('int_records__assessed') }} as int_records__assessed
    where int_records__assessed.rejection_reason_code is null
),

{#- One list for each column, as in int_records__assessed. -#}
{%- for alias, column in decoded_columns.items() %}
{{ alias }} as (
    select * from {{ ref('int_codes__values') }} as int_codes__values
    where int_codes__values.column_name = '{{ column }}'
),
{% endfor %}
born as (
    select
        assessed.*,
        case
            when
                length(assessed.birth_date_text) = 4
                and {{ parse_integer('assessed.birth_date_text') }} > 0
                then try_cast(assessed.birth_date_text || '-07-01' as date)
            else {{ parse_date('assessed.birth_date_text') }}
        end as stated_birth_on,
        {{ parse_integer('assessed.reported_age_text') }} as stated_age
    from assessed
),

-- R-26: an age outside the bounds is unknown, and the reason is kept for the log.
checked as (
    select
        born.*,
        case
            when born.birth_date_text is null then null
            when born.stated_birth_on is null then 'birth_date_unreadable'
            when
                {{ age_in_years('born.stated_birth_on', 'born.received_on') }}
                < {{ parameter('age_minimum', 'integer') }}
                then 'birth_date_after_receipt'
            when
                {{ age_in_years('born.stated_birth_on', 'born.received_on') }}
                > {{ parameter('age_maximum', 'integer') }}
                then 'birth_date_too_long_ago'
        end as birth_issue_code,
        case
            when born.reported_age_text is null then null
            when born.stated_age is null then 'reported_age_unreadable'
            when born.stated_age < {{ parameter('age_minimum', 'integer') }}
                then 'reported_age_below_minimum'
            when born.stated_age > {{ parameter('age_maximum', 'integer') }}
                then 'reported_age_above_maximum'
        end as age_issue_code
    from born
),

final as (
    select
        checked.record_key,
        checked.record_id,
        checked.source_table,
        checked.delivery_id,
        checked.delivered_on,
        checked.notification_id,
        checked.version_number,
        checked.status_code,
        checked.person_pseudonym,
        checked.received_on,
        checked.registration_year,
        checked.reporter_code,
        checked.reporter_group_code,
        checked.is_notifier,
        checked.is_om_letter,
        case
            when checked.reporter_group_code = 'POL' then coalesce(police_units.leading_code, 'ONB')
        end as police_unit_code,
        case when checked.birth_issue_code is null then checked.stated_birth_on end as birth_on,
        case when checked.age_issue_code is null then checked.stated_age end as reported_age,
        checked.birth_issue_code,
        checked.age_issue_code,
        genders.leading_code as gender_code,
        nationalities.leading_code as nationality_code,
        coalesce(forms.code_mask, 0) as form_mask,
        prostitution.leading_order as prostitution_order,
        coalesce(labour.code_mask, 0) as labour_mask,
        coalesce(manners.code_mask, 0) as manner_mask,
        case when checked.cooperates_code <> 'unknown' then checked.cooperates_code end
            as cooperates_code
    from checked
    {%- for alias, column in decoded_columns.items() %}
    left join {{ alias }}
        on
            checked.source_table = {{ alias }}.source_table
            and checked.code_system = {{ alias }}.code_system
            and checked.registration_year = {{ alias }}.registration_year
            and checked.{{ column }}_delivered = {{ alias }}.delivered_value
    {%- endfor %}
)

select * from final
