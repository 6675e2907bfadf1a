with police_notifications as (
    select * from {{ ref('int_records__standing') }} as int_records__standing
    where
        int_records__standing.evidence_kind = 'notification'
        and int_records__standing.reporter_group_code = 'POL'
),

victim_years as (
    select * from {{ ref('int_victim_years__resolved') }}
),

-- R-06: an unknown unit counts only where the victim has no known unit in the year.
final as (
    select
        victim_years.victim_year_key,
        victim_years.notification_year,
        victim_years.is_in_analysis_population,
        police_notifications.police_unit_code
    from police_notifications
    inner join victim_years
        on
            police_notifications.person_pseudonym = victim_years.person_pseudonym
            and police_notifications.registration_year = victim_years.notification_year
    where
        police_notifications.police_unit_code <> 'ONB'
        or victim_years.first_police_unit_code is null
    group by
        victim_years.victim_year_key,
        victim_years.notification_year,
        victim_years.is_in_analysis_population,
        police_notifications.police_unit_code
)

select * from final
