{#- what is said of a victim, its dimension, its code in the fact and in the dimension -#}
{%- set attributes = [
    ('trafficking_form', 'dim_trafficking_forms', 'trafficking_form_code', 'trafficking_form_code'),
    ('form_combination', 'dim_form_combinations', 'form_combination_code', 'form_combination_code'),
    ('gender', 'dim_genders', 'gender_code', 'gender_code'),
    ('age_band', 'dim_age_bands', 'age_band_code', 'age_band_code'),
    ('nationality', 'dim_nationalities', 'nationality_code', 'nationality_code'),
    ('origin_region', 'dim_origin_regions', 'origin_region_code', 'origin_region_code'),
    (
        'prostitution_sector', 'dim_prostitution_sectors', 'prostitution_sector_code',
        'prostitution_sector_code',
    ),
    ('visibility', 'dim_visibilities', 'visibility_code', 'visibility_code'),
    (
        'labour_sectors', 'dim_labour_sector_combinations', 'labour_sector_combination_code',
        'labour_sector_combination_code',
    ),
    (
        'criminal_manners', 'dim_criminal_manner_combinations', 'criminal_manner_combination_code',
        'criminal_manner_combination_code',
    ),
    ('first_police_unit', 'dim_police_units', 'first_police_unit_code', 'police_unit_code'),
    ('cooperation', 'dim_cooperation', 'cooperates_code', 'cooperates_code'),
] -%}

with victim_years as (
    select * from {{ ref('fct_victim_years') }}
),

-- A left join: a sector is empty where there is no such exploitation.
final as (
    select
        victim_years.victim_year_key,
        victim_years.notification_year,
        victim_years.first_notification_month,
        victim_years.age_years,
        {%- for attribute, _, _, _ in attributes %}
        {{ attribute }}.label_nl as {{ attribute }}_label_nl,
        {{ attribute }}.label_en as {{ attribute }}_label_en
        {{- ',' if not loop.last }}
        {%- endfor %}
    from victim_years
    {%- for attribute, dimension, code, key in attributes %}
    left join {{ ref(dimension) }} as {{ attribute }}
        on victim_years.{{ code }} = {{ attribute }}.{{ key }}
    {%- endfor %}
)

select * from final
