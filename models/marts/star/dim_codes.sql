{#- code list, relation, column with the code, condition -#}
{%- set lists = [
    ('form_combinations', 'ref_form_combinations', 'form_combination_code', 'true'),
    ('exploitation_forms', 'ref_exploitation_forms', 'exploitation_form_code', 'true'),
    ('trafficking_forms', 'ref_trafficking_forms', 'trafficking_form_code', 'true'),
    ('known_prostitution_sectors', 'ref_prostitution_sectors', 'prostitution_sector_code', "codes.prostitution_sector_code <> 'ONB'"),
    ('known_visibilities', 'ref_visibilities', 'visibility_code', "codes.visibility_code <> 'ONB'"),
    ('labour_sectors', 'ref_labour_sectors', 'labour_sector_code', 'true'),
    ('criminal_manners', 'ref_criminal_manners', 'criminal_manner_code', 'true'),
    ('genders', 'ref_genders', 'gender_code', 'true'),
    ('origin_regions', 'ref_origin_regions', 'origin_region_code', 'true'),
    ('age_bands', 'ref_age_bands', 'age_band_code', 'true'),
    ('reporter_groups', 'ref_reporter_groups', 'reporter_group_code', 'true'),
    ('legal_bases', 'ref_legal_bases', 'legal_basis_code', 'true'),
    ('police_units', 'ref_police_units', 'police_unit_code', 'true'),
] -%}

with row_codes as (
    {%- for list_code, relation, column, condition in lists %}
    select
        '{{ list_code }}' as list_code,
        codes.{{ column }} as code,
        codes.sort_order,
        codes.label_nl,
        codes.label_en
    from {{ ref(relation) }} as codes
    where {{ condition }}
    union all
    {%- endfor %}
    select
        'nationalities' as list_code,
        codes.country_code as code,
        cast(codes.selection_order as integer) as sort_order,
        codes.label_nl,
        codes.label_en
    from {{ ref('ref_countries') }} as codes
    where codes.country_code = codes.nationality_code
    union all
    select
        codes.list_code,
        codes.code,
        codes.sort_order,
        codes.label_nl,
        codes.label_en
    from {{ ref('ref_row_codes') }} as codes
)

select * from row_codes
