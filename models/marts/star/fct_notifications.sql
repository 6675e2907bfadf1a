-- R-05: of what one reporter group notified about a person in a year, the record received first.
with notifications as (
    select * from {{ ref('int_records__ranked') }} as records
    where records.evidence_kind = 'notification' and records.receipt_rank = 1
),

population as (
    select * from {{ ref('int_victim_years__resolved') }} as victim_years
    where victim_years.exclusion_rule_id is null
),

reporter_groups as (
    select * from {{ ref('ref_reporter_groups') }}
),

final as (
    select
        population.victim_year_key,
        population.notification_year,
        notifications.reporter_group_code,
        notifications.reporter_code,
        reporter_groups.legal_basis_code,
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
    left join reporter_groups
        on notifications.reporter_group_code = reporter_groups.reporter_group_code
)

select * from final
