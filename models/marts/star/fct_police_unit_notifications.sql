-- R-06: a person counts once for each police unit that notified in the year; an unknown unit counts
-- only where the victim has no known one.
with notifications as (
    select
        records.person_pseudonym,
        records.notification_year,
        records.police_unit_code
    from {{ ref('int_records__standing') }} as records
    where records.evidence_kind = 'notification' and records.reporter_group_code = 'POL'
    group by records.person_pseudonym, records.notification_year, records.police_unit_code
),

population as (
    select * from {{ ref('int_victim_years__resolved') }} as victim_years
    where victim_years.exclusion_rule_id is null
),

final as (
    select
        population.victim_year_key,
        population.notification_year,
        notifications.police_unit_code,
        population.trafficking_form_code,
        population.gender_code,
        population.age_band_code,
        population.nationality_code,
        population.origin_region_code
    from notifications
    inner join population
        on
            notifications.person_pseudonym = population.person_pseudonym
            and notifications.notification_year = population.notification_year
    where notifications.police_unit_code <> 'ONB' or population.first_police_unit_code is null
)

select * from final
