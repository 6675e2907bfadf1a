with victim_years as (
    select * from {{ ref('int_victim_years__resolved') }} as int_victim_years__resolved
    where int_victim_years__resolved.exclusion_rule_id is null
),

returning_persons as (
    select victim_years.person_pseudonym
    from victim_years
    group by victim_years.person_pseudonym
    having count(*) > 1
),

-- R-04: a person counts once in each year; who counts again has an earlier year.
ordered as (
    select
        victim_years.victim_year_key,
        victim_years.notification_year,
        lag(victim_years.notification_year) over (
            partition by victim_years.person_pseudonym order by victim_years.notification_year asc
        ) as previous_year
    from victim_years
    inner join returning_persons
        on victim_years.person_pseudonym = returning_persons.person_pseudonym
),

final as (
    select
        ordered.victim_year_key,
        ordered.notification_year,
        ordered.previous_year
    from ordered
    where ordered.previous_year is not null
)

select * from final
