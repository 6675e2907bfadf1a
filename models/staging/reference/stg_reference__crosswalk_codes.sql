{%- set crosswalks = [
    ('status', 'crosswalk_statuses'),
    ('yes_no', 'crosswalk_yes_no'),
    ('reporter', 'crosswalk_reporters'),
    ('police_unit', 'crosswalk_police_units'),
    ('gender', 'crosswalk_genders'),
    ('nationality', 'crosswalk_nationalities'),
    ('exploitation_form', 'crosswalk_exploitation_forms'),
    ('prostitution_sector', 'crosswalk_prostitution_sectors'),
    ('labour_sector', 'crosswalk_labour_sectors'),
    ('criminal_manner', 'crosswalk_criminal_manners'),
] -%}

with crosswalks as (
    {%- for code_kind, crosswalk in crosswalks %}
    select
        '{{ code_kind }}' as code_kind,
        '{{ crosswalk }}' as crosswalk_name,
        seed.code_system,
        {{ normalise_code('seed.delivered_code') }} as delivered_code,
        seed.valid_from_year,
        seed.valid_to_year,
        seed.standard_code,
        seed.reason
    from {{ ref(crosswalk) }} as seed
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from crosswalks
