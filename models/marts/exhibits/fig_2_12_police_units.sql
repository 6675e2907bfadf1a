-- Figuur 2.12 (R-06, R-24): police notifications by the unit that notified, per year and per form
-- of trafficking. A victim counts once for each unit.
with counted as (
    select
        notifications.victim_year_key || ':' || notifications.police_unit_code as member_key,
        notifications.notification_year,
        notifications.exclusion_rule_id,
        notifications.trafficking_form_code,
        'total' as row_kind,
        'total' as row_code
    from {{ ref('fct_known_police_unit_notifications') }} as notifications
    union all
    select
        notifications.victim_year_key || ':' || notifications.police_unit_code as member_key,
        notifications.notification_year,
        notifications.exclusion_rule_id,
        notifications.trafficking_form_code,
        'police_unit' as row_kind,
        notifications.police_unit_code as row_code
    from {{ ref('fct_known_police_unit_notifications') }} as notifications
),

exhibit_rows as (
    select
        row_codes.row_kind,
        row_codes.row_code,
        row_codes.sort_order,
        row_codes.label_nl,
        row_codes.label_en
    from {{ ref('ref_row_codes') }} as row_codes
    where row_codes.row_kind = 'total'
    union all
    select
        'police_unit' as row_kind,
        codes.police_unit_code as row_code,
        codes.sort_order,
        codes.label_nl,
        codes.label_en
    from {{ ref('dim_police_units') }} as codes
)

{{ exhibit('fig_2_12', by_form=true) }}
