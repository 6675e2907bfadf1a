-- Figuur 2.13: notifications by the police by form of trafficking; cross-border sexual and criminal
-- exploitation also by African and other origin (R-27).
with counted as (
    select
        notifications.victim_year_key || ':' || notifications.reporter_group_code as member_key,
        notifications.notification_year,
        notifications.exclusion_rule_id,
        'total' as row_kind,
        'total' as row_code
    from {{ ref('fct_known_notifications') }} as notifications
    where notifications.reporter_group_code = 'POL'
    union all
    select
        notifications.victim_year_key || ':' || notifications.reporter_group_code as member_key,
        notifications.notification_year,
        notifications.exclusion_rule_id,
        'trafficking_form' as row_kind,
        notifications.trafficking_form_code as row_code
    from {{ ref('fct_known_notifications') }} as notifications
    where notifications.reporter_group_code = 'POL'
    union all
    select
        notifications.victim_year_key || ':' || notifications.reporter_group_code as member_key,
        notifications.notification_year,
        notifications.exclusion_rule_id,
        'form_by_origin' as row_kind,
        notifications.trafficking_form_code
        || case
            when notifications.origin_region_code = 'AFR' then ':AFR'
            else ':OTHER'
        end as row_code
    from {{ ref('fct_known_notifications') }} as notifications
    where
        notifications.reporter_group_code = 'POL'
        and notifications.trafficking_form_code in ('GO-SU', 'CU')
),

exhibit_rows as (
    select
        row_codes.row_kind,
        row_codes.row_code,
        row_codes.sort_order,
        row_codes.label_nl,
        row_codes.label_en
    from {{ ref('ref_row_codes') }} as row_codes
    where row_codes.row_kind in ('total', 'form_by_origin')
    union all
    select
        'trafficking_form' as row_kind,
        codes.trafficking_form_code as row_code,
        codes.sort_order,
        codes.label_nl,
        codes.label_en
    from {{ ref('dim_trafficking_forms') }} as codes
)

{{ exhibit('fig_2_13') }}
