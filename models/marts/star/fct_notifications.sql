with notifications as (
    select * from {{ ref('int_notifications__per_reporter_group') }} as counted
    where counted.is_in_analysis_population
),

victim_years as (
    select * from {{ ref('fct_victim_years') }}
),

reporter_groups as (
    select * from {{ ref('ref_reporter_groups') }}
),

final as (
    select
        victim_years.edition_code,
        notifications.victim_year_key,
        notifications.notification_year,
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
        on notifications.victim_year_key = victim_years.victim_year_key
    inner join reporter_groups
        on notifications.reporter_group_code = reporter_groups.reporter_group_code
)

select * from final
