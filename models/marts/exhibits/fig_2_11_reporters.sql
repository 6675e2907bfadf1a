-- Figuur 2.11 (R-05, R-21, R-22): notifications by reporter group and by legal basis, per year and
-- per form of trafficking.
with counted as (
    select
        notifications.victim_year_key || ':' || notifications.reporter_group_code as member_key,
        notifications.notification_year,
        notifications.exclusion_rule_id,
        notifications.trafficking_form_code,
        'total' as row_kind,
        'total' as row_code
    from {{ ref('fct_known_notifications') }} as notifications
    union all
    select
        notifications.victim_year_key || ':' || notifications.reporter_group_code as member_key,
        notifications.notification_year,
        notifications.exclusion_rule_id,
        notifications.trafficking_form_code,
        'reporter_group' as row_kind,
        notifications.reporter_group_code as row_code
    from {{ ref('fct_known_notifications') }} as notifications
    union all
    select
        notifications.victim_year_key || ':' || notifications.reporter_group_code as member_key,
        notifications.notification_year,
        notifications.exclusion_rule_id,
        notifications.trafficking_form_code,
        'legal_basis' as row_kind,
        notifications.legal_basis_code as row_code
    from {{ ref('fct_known_notifications') }} as notifications
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
        'reporter_group' as row_kind,
        codes.reporter_group_code as row_code,
        codes.sort_order,
        codes.label_nl,
        codes.label_en
    from {{ ref('dim_reporter_groups') }} as codes
    union all
    select
        'legal_basis' as row_kind,
        codes.legal_basis_code as row_code,
        codes.sort_order,
        codes.label_nl,
        codes.label_en
    from {{ ref('dim_legal_bases') }} as codes
)

{{ exhibit('fig_2_11', by_form=true) }}
