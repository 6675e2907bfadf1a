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

victim_years as (
    select * from {{ ref('int_victim_years__resolved') }}
),

final as (
    select
        victim_years.victim_year_key,
        victim_years.notification_year,
        victim_years.exclusion_rule_id,
        notifications.police_unit_code,
        victim_years.trafficking_form_code,
        victim_years.gender_code,
        victim_years.age_band_code,
        victim_years.nationality_code,
        victim_years.origin_region_code
    from notifications
    inner join victim_years
        on
            notifications.person_pseudonym = victim_years.person_pseudonym
            and notifications.notification_year = victim_years.notification_year
    where notifications.police_unit_code <> 'ONB' or victim_years.first_police_unit_code is null
)

select * from final
