with notifications as (
    select * from {{ ref('int_records__standing') }} as int_records__standing
    where
        int_records__standing.evidence_kind = 'notification'
        and int_records__standing.receipt_rank = 1
),

victim_years as (
    select * from {{ ref('int_victim_years__resolved') }}
),

-- R-05: one record per person, year and reporter group, the one received first; the others are its
-- duplicates (int_fates__duplicates).
final as (
    select
        victim_years.victim_year_key,
        notifications.registration_year as notification_year,
        notifications.reporter_group_code,
        notifications.reporter_code,
        notifications.record_key,
        victim_years.is_in_analysis_population,
        victim_years.exclusion_rule_id
    from notifications
    inner join victim_years
        on
            notifications.person_pseudonym = victim_years.person_pseudonym
            and notifications.registration_year = victim_years.notification_year
)

select * from final
