{{ config(materialized='ephemeral') }}

{#- The attributes of a victim-year that hold one code, and the column of each. -#}
{%- set single_codes = {
    'form_combination': 'victims.form_combination_code',
    'trafficking_form': 'victims.trafficking_form_code',
    'gender': 'victims.gender_code',
    'age_band': 'victims.age_band_code',
    'nationality': 'victims.nationality_code',
    'nationality_class': 'victims.nationality_class_code',
    'origin_region': 'victims.origin_region_code',
    'prostitution_sector': 'victims.prostitution_sector_code',
    'visibility': 'victims.visibility_code',
    'labour_sector': 'victims.labour_sector_code',
    'criminal_manner': 'victims.criminal_manner_code',
    'cooperation': 'victims.cooperates_code',
    'om_letter': "case when victims.has_om_letter then 'yes' else 'no' end",
} -%}

with victims as (
    select * from {{ ref('fct_victim_years') }}
),

notifications as (
    select * from {{ ref('fct_notifications') }}
),

police_unit_notifications as (
    select * from {{ ref('fct_police_unit_notifications') }}
),

forms as (
    select * from {{ ref('ref_exploitation_forms') }}
),

form_combinations as (
    select * from {{ ref('ref_form_combinations') }}
),

countries as (
    select * from {{ ref('ref_countries') }}
),

-- A combination contains each form whose bit is in its mask; the empty one contains 'unknown'.
forms_of_combinations as (
    select
        form_combinations.form_combination_code,
        forms.exploitation_form_code
    from form_combinations
    inner join forms
        on
            (form_combinations.form_mask & forms.form_bit) > 0
            or (form_combinations.form_mask = 0 and forms.form_bit = 0)
),

codes as (
    {%- for dimension_code, expression in single_codes.items() %}
    select
        victims.edition_code,
        victims.victim_year_key,
        '{{ dimension_code }}' as dimension_code,
        {{ expression }} as code
    from victims
    union all
    {%- endfor %}
    select
        victims.edition_code,
        victims.victim_year_key,
        'exploitation_form' as dimension_code,
        forms_of_combinations.exploitation_form_code as code
    from victims
    inner join forms_of_combinations
        on victims.form_combination_code = forms_of_combinations.form_combination_code
    union all
    select
        victims.edition_code,
        victims.victim_year_key,
        'eu_membership' as dimension_code,
        case when countries.is_eu_member then 'INSIDE_EU' else 'OUTSIDE_EU' end as code
    from victims
    inner join countries
        on victims.nationality_code = countries.country_code
    where countries.nationality_class_code <> 'UNKNOWN'
    union all
    select
        notifications.edition_code,
        notifications.victim_year_key,
        'reporter_group' as dimension_code,
        notifications.reporter_group_code as code
    from notifications
    union all
    select
        police_unit_notifications.edition_code,
        police_unit_notifications.victim_year_key,
        'police_unit' as dimension_code,
        police_unit_notifications.police_unit_code as code
    from police_unit_notifications
)

select
    codes.edition_code,
    codes.victim_year_key,
    codes.dimension_code,
    codes.code
from codes
where codes.code is not null
