-- Figuur 2.9 (R-27): victims by region of origin, per year and per form of trafficking.
with counted as (
    select
        victims.victim_year_key as member_key,
        victims.notification_year,
        victims.exclusion_rule_id,
        victims.trafficking_form_code,
        'total' as row_kind,
        'total' as row_code
    from {{ ref('fct_known_victim_years') }} as victims
    union all
    select
        victims.victim_year_key as member_key,
        victims.notification_year,
        victims.exclusion_rule_id,
        victims.trafficking_form_code,
        'origin_region' as row_kind,
        victims.origin_region_code as row_code
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
        'origin_region' as row_kind,
        codes.origin_region_code as row_code,
        codes.sort_order,
        codes.label_nl,
        codes.label_en
    from {{ ref('dim_origin_regions') }} as codes
)

{{ exhibit('fig_2_09', by_form=true) }}
