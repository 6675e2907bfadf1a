{{ config(materialized='view') }}

with records as (
    select * from {{ ref('int_records__assessed') }}
),

-- A birth year without a date counts as 1 July of that year.
read_values as (
    select
        records.*,
        case
            when
                length(records.birth_date_text) = 4
                and {{ parse_integer('records.birth_date_text') }} > 0
                then try_cast(records.birth_date_text || '-07-01' as date)
            else {{ parse_date('records.birth_date_text') }}
        end as stated_birth_on,
        {{ parse_integer('records.reported_age_text') }} as stated_age
    from records
),

aged as (
    select
        read_values.*,
        {{ age_in_years('read_values.stated_birth_on', 'read_values.received_on') }}
            as age_at_receipt
    from read_values
),

-- R-26: an age outside the bounds is unknown, and the reason is kept for the log.
checked as (
    select
        aged.*,
        case
            when aged.birth_date_text is null then null
            when aged.stated_birth_on is null then 'birth_date_unreadable'
            when aged.age_at_receipt < {{ parameter('age_minimum', 'integer') }}
                then 'birth_date_after_receipt'
            when aged.age_at_receipt > {{ parameter('age_maximum', 'integer') }}
                then 'birth_date_too_long_ago'
        end as birth_issue_code,
        case
            when aged.reported_age_text is null then null
            when aged.stated_age is null then 'reported_age_unreadable'
            when aged.stated_age < {{ parameter('age_minimum', 'integer') }}
                then 'reported_age_below_minimum'
            when aged.stated_age > {{ parameter('age_maximum', 'integer') }}
                then 'reported_age_above_maximum'
        end as age_issue_code
    from aged
),

final as (
    select
        checked.*,
        case when checked.birth_issue_code is null then checked.stated_birth_on end as birth_on,
        case when checked.age_issue_code is null then checked.stated_age end as reported_age
    from checked
)

select * from final
