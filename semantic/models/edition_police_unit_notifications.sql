{%- set attributes = [
    ('police_unit', 'dim_police_units', 'police_unit_code', 'police_unit_code'),
    ('trafficking_form', 'dim_trafficking_forms', 'trafficking_form_code', 'trafficking_form_code'),
    ('gender', 'dim_genders', 'gender_code', 'gender_code'),
    ('age_band', 'dim_age_bands', 'age_band_code', 'age_band_code'),
    ('nationality', 'dim_nationalities', 'nationality_code', 'nationality_code'),
    ('origin_region', 'dim_origin_regions', 'origin_region_code', 'origin_region_code'),
] -%}

{{ counted_by_editions('fct_known_police_unit_notifications', attributes) }}
