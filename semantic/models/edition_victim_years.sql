{%- set attributes = [
    ('trafficking_form', 'dim_trafficking_forms', 'trafficking_form_code', 'trafficking_form_code'),
    ('form_combination', 'dim_form_combinations', 'form_combination_code', 'form_combination_code'),
    ('gender', 'dim_genders', 'gender_code', 'gender_code'),
    ('age_band', 'dim_age_bands', 'age_band_code', 'age_band_code'),
    ('adulthood', 'dim_adulthoods', 'adulthood_code', 'adulthood_code'),
    ('nationality', 'dim_nationalities', 'nationality_code', 'nationality_code'),
    ('origin_region', 'dim_origin_regions', 'origin_region_code', 'origin_region_code'),
    (
        'prostitution_sector', 'dim_prostitution_sectors', 'prostitution_sector_code',
        'prostitution_sector_code',
    ),
    ('visibility', 'dim_visibilities', 'visibility_code', 'visibility_code'),
] -%}

with counted as (
    {{ counted_by_editions('fct_known_victim_years', attributes) }}
),

-- R-04: who counts again in an edition is no other person.
final as (
    select
        counted.*,
        returning_years.victim_year_key is null as is_first_year_of_person
    from counted
    left join {{ source('marts', 'fct_returning_victim_years') }} as returning_years
        on
            counted.edition_code = returning_years.edition_code
            and counted.victim_year_key = returning_years.victim_year_key
)

select * from final
