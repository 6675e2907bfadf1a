{{ config(materialized='view') }}

with keyed as (
    select * from {{ ref('int_records__keyed') }} as int_records__keyed
    where int_records__keyed.rejection_reason_code is null
),

born as (
    select
        keyed.*,
        case
            when
                length(keyed.birth_date_text) = 4
                and {{ parse_integer('keyed.birth_date_text') }} > 0
                then try_cast(keyed.birth_date_text || '-07-01' as date)
            else {{ parse_date('keyed.birth_date_text') }}
        end as stated_birth_on,
        {{ parse_integer('keyed.reported_age_text') }} as stated_age
    from keyed
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
        checked.code_context_number,
        checked.reporting_unit_delivered,
        checked.gender_delivered,
        checked.nationalities_delivered,
        checked.exploitation_forms_delivered,
        checked.prostitution_sectors_delivered,
        checked.labour_sectors_delivered,
        checked.criminal_manners_delivered,
        case when checked.birth_issue_code is null then checked.stated_birth_on end as birth_on,
        case when checked.age_issue_code is null then checked.stated_age end as reported_age,
        checked.birth_issue_code,
        checked.age_issue_code,
        case when checked.cooperates_code <> 'unknown' then checked.cooperates_code end
            as cooperates_code
    from checked
)

select * from final
