{{ config(materialized='view') }}

with victim_years as (
    select * from {{ ref('int_exclusions__applied') }}
),

-- R-26: the age on the day of the first counting notification of the year, or the reported age
-- without a birth date. For somebody who was never notified it is the first day on which the
-- registry knew the person.
aged as (
    select
        victim_years.*,
        case
            when victim_years.birth_on is not null
                then
                    {{ age_in_years(
                        'victim_years.birth_on',
                        'coalesce(victim_years.first_notified_on, victim_years.first_known_on)'
                    ) }}
            else victim_years.reported_age
        end as stated_age
    from victim_years
),

final as (
    select
        aged.*,
        case
            when
                aged.stated_age between {{ parameter('age_minimum', 'integer') }}
                and {{ parameter('age_maximum', 'integer') }}
                then aged.stated_age
        end as age_years,
        case
            when aged.stated_age < {{ parameter('age_minimum', 'integer') }}
                then 'age_below_minimum'
            when aged.stated_age > {{ parameter('age_maximum', 'integer') }}
                then 'age_above_maximum'
        end as age_issue_code
    from aged
)

select * from final
