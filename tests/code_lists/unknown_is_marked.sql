{#- A row of a dimension says that it is unknown exactly where its label does. The unit of a police
    notification may be unknown; that the police notified is not. -#}
{%- set dimensions = [
    'dim_adulthoods', 'dim_age_bands', 'dim_cooperation', 'dim_criminal_manner_combinations',
    'dim_criminal_manners', 'dim_exclusion_rules', 'dim_exploitation_forms', 'dim_first_reporters',
    'dim_form_combinations', 'dim_genders', 'dim_labour_sector_combinations', 'dim_labour_sectors',
    'dim_legal_bases', 'dim_nationalities', 'dim_nationality_classes', 'dim_origin_regions',
    'dim_police_units', 'dim_prostitution_sectors', 'dim_reporter_groups', 'dim_reporters',
    'dim_trafficking_forms', 'dim_visibilities',
] -%}

with codes as (
    {%- for dimension in dimensions %}
    select
        '{{ dimension }}' as dimension,
        codes.label_nl,
        codes.is_unknown
    from {{ ref(dimension) }} as codes
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

problems as (
    select
        codes.dimension,
        codes.label_nl
    from codes
    where codes.is_unknown <> (codes.label_nl like 'Onbekend%')
)

select * from problems
