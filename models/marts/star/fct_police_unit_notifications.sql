with notifications as (
    select * from {{ ref('fct_known_police_unit_notifications') }}
),

default_rules as (
    select * from {{ ref('int_editions__rules') }} as edition_rules
    where edition_rules.is_default_edition
),

-- Those of the analysis population of the default edition.
final as (
    select
        notifications.victim_year_key,
        notifications.notification_year,
        notifications.police_unit_code,
        notifications.trafficking_form_code,
        notifications.gender_code,
        notifications.age_band_code,
        notifications.nationality_code,
        notifications.origin_region_code
    from notifications
    left join default_rules
        on notifications.exclusion_rule_id = default_rules.exclusion_rule_id
    where default_rules.exclusion_rule_id is null
)

select * from final
