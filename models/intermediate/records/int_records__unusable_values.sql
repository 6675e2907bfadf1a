with accepted as (
    select * from {{ ref('int_records__accepted') }}
),

ages as (
    select * from {{ ref('int_victim_years__ages') }} as int_victim_years__ages
    where int_victim_years__ages.age_issue_code is not null
),

victim_years as (
    select * from {{ ref('int_victim_years__resolved') }}
),

final as (
    select
        accepted.record_key,
        cast(null as string) as victim_year_key,
        accepted.registration_year,
        accepted.delivery_id,
        'birth_date' as attribute_name,
        accepted.birth_issue_code as issue_code
    from accepted
    where accepted.birth_issue_code is not null
    union all
    select
        accepted.record_key,
        cast(null as string) as victim_year_key,
        accepted.registration_year,
        accepted.delivery_id,
        'reported_age' as attribute_name,
        accepted.age_issue_code as issue_code
    from accepted
    where accepted.age_issue_code is not null
    union all
    select
        cast(null as string) as record_key,
        victim_years.victim_year_key,
        victim_years.notification_year as registration_year,
        cast(null as string) as delivery_id,
        'age_years' as attribute_name,
        ages.age_issue_code as issue_code
    from ages
    inner join victim_years
        on
            ages.person_pseudonym = victim_years.person_pseudonym
            and ages.registration_year = victim_years.notification_year
)

select * from final
