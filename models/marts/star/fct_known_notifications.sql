-- R-05: of what one reporter group notified about a person in a year, the record received first.
with notifications as (
    select * from {{ ref('int_records__ranked') }} as records
    where records.evidence_kind = 'notification' and records.receipt_rank = 1
),

victim_years as (
    select * from {{ ref('int_victim_years__resolved') }}
),

reporter_groups as (
    select * from {{ ref('ref_reporter_groups') }}
),

final as (
    select
        victim_years.victim_year_key,
        victim_years.notification_year,
        victim_years.exclusion_rule_id,
        notifications.reporter_group_code,
        notifications.reporter_code,
        reporter_groups.legal_basis_code,
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
    left join reporter_groups
        on notifications.reporter_group_code = reporter_groups.reporter_group_code
)

select * from final
