-- Figuur 2.7 (R-12 to R-14): victims by form of trafficking, one form for each.
with counted as (
    select
        victims.victim_year_key as member_key,
        victims.notification_year,
        victims.exclusion_rule_id,
        'total' as row_kind,
        'total' as row_code
    from {{ ref('fct_known_victim_years') }} as victims
    union all
    select
        victims.victim_year_key as member_key,
        victims.notification_year,
        victims.exclusion_rule_id,
        'trafficking_form' as row_kind,
        victims.trafficking_form_code as row_code
    from {{ ref('fct_known_victim_years') }} as victims
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
        'trafficking_form' as row_kind,
        codes.trafficking_form_code as row_code,
        codes.sort_order,
        codes.label_nl,
        codes.label_en
    from {{ ref('dim_trafficking_forms') }} as codes
)

{{ exhibit('fig_2_07') }}
