{#- The code list of each dimension that a recipe may filter on: relation, code, label. -#}
{%- set code_lists = [
    ('exploitation_form', 'ref_exploitation_forms', 'exploitation_form_code', 'label_en'),
    ('form_combination', 'ref_form_combinations', 'form_combination_code', 'label_en'),
    ('trafficking_form', 'ref_trafficking_forms', 'trafficking_form_code', 'label_en'),
    ('gender', 'ref_genders', 'gender_code', 'label_en'),
    ('age_band', 'ref_age_bands', 'age_band_code', 'label_en'),
    ('nationality', 'ref_countries', 'country_code', 'label_en'),
    ('origin_region', 'ref_origin_regions', 'origin_region_code', 'label_en'),
    ('prostitution_sector', 'ref_prostitution_sectors', 'prostitution_sector_code', 'label_en'),
    ('visibility', 'ref_visibilities', 'visibility_code', 'label_en'),
    ('labour_sector', 'ref_labour_sectors', 'labour_sector_code', 'label_en'),
    ('criminal_manner', 'ref_criminal_manners', 'criminal_manner_code', 'label_en'),
    ('reporter_group', 'ref_reporter_groups', 'reporter_group_code', 'label_en'),
    ('reporter', 'ref_reporters', 'reporter_code', 'label_en'),
    ('legal_basis', 'ref_legal_bases', 'legal_basis_code', 'label_en'),
    ('police_unit', 'ref_police_units', 'police_unit_code', 'label_en'),
    ('exhibit', 'ref_exhibits', 'exhibit_code', 'number_nl'),
    ('row_code', 'ref_countries', 'country_code', 'label_en'),
    ('row_code', 'ref_visibilities', 'visibility_code', 'label_en'),
    ('column_code', 'ref_trafficking_forms', 'trafficking_form_code', 'label_en'),
] -%}

with codes as (
    {%- for dimension_code, relation, code, label in code_lists %}
    select
        '{{ dimension_code }}' as dimension_code,
        list.{{ code }} as code,
        list.{{ label }} as label
    from {{ ref(relation) }} as list
    union all
    {%- endfor %}
    select
        list.dimension_code,
        list.code,
        list.label
    from {{ ref('ledger_dimension_codes') }} as list
)

select * from codes
