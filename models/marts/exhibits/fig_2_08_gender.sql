-- Figuur 2.8 (R-25): victims by gender as registered, per year and per form of trafficking.
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
        'gender' as row_kind,
        victims.gender_code as row_code
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
        'gender' as row_kind,
        codes.gender_code as row_code,
        codes.sort_order,
        codes.label_nl,
        codes.label_en
    from {{ ref('dim_genders') }} as codes
)

{{ exhibit('fig_2_08', by_form=true) }}
