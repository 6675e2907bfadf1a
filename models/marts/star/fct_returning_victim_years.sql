with victim_years as (
    select * from {{ ref('int_victim_years__resolved') }}
),

edition_years as (
    select * from {{ ref('int_editions__years') }}
),

edition_rules as (
    select * from {{ ref('int_editions__rules') }}
),

returning_persons as (
    select victim_years.person_pseudonym
    from victim_years
    group by victim_years.person_pseudonym
    having count(*) > 1
),

-- R-04: a person counts once in each year; who counts again in an edition has an earlier year in
-- it. Years whose rule the edition leaves out are none.
ordered as (
    select
        edition_years.edition_code,
        victim_years.victim_year_key,
        victim_years.notification_year,
        lag(victim_years.notification_year) over (
            partition by edition_years.edition_code, victim_years.person_pseudonym
            order by victim_years.notification_year asc
        ) as previous_year
    from victim_years
    inner join returning_persons
        on victim_years.person_pseudonym = returning_persons.person_pseudonym
    inner join edition_years
        on victim_years.notification_year = edition_years.notification_year
    left join edition_rules
        on
            edition_years.edition_code = edition_rules.edition_code
            and victim_years.exclusion_rule_id = edition_rules.exclusion_rule_id
    where edition_rules.exclusion_rule_id is null
),

final as (
    select
        ordered.edition_code,
        ordered.victim_year_key,
        ordered.notification_year,
        ordered.previous_year
    from ordered
    where ordered.previous_year is not null
)

select * from final
