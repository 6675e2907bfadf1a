with unit_notifications as (
    select * from {{ ref('int_notifications__per_police_unit') }} as counted
    where counted.is_in_analysis_population
),

victim_years as (
    select * from {{ ref('fct_victim_years') }}
),

final as (
    select
        victim_years.edition_code,
        unit_notifications.victim_year_key,
        unit_notifications.notification_year,
        unit_notifications.police_unit_code,
        victim_years.trafficking_form_code,
        victim_years.gender_code,
        victim_years.age_band_code,
        victim_years.nationality_code,
        victim_years.origin_region_code
    from unit_notifications
    inner join victim_years
        on unit_notifications.victim_year_key = victim_years.victim_year_key
)

select * from final
