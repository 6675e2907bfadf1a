{#- In the order of the documents. -#}
{%- set sections = [
    'edition_2014_2018',
    'fig_2_01_known_victims',
    'fig_2_03_exploitation_forms',
    'organ_removal',
    'fig_2_04a_prostitution_sectors',
    'fig_2_04b_imputed_visibility',
    'fig_2_05_labour_sectors',
    'fig_2_06_criminal_manners',
    'fig_2_07_trafficking_forms',
    'fig_2_08_gender',
    'tab_2_1_years',
    'tab_2_1_forms',
    'nationalities',
    'fig_2_09_origin_regions',
    'fig_2_10_age',
    'fig_2_11_reporters',
    'fig_2_12_police_units',
    'fig_2_13_police_notifications',
    'edition_2016_2020',
    'later_editions',
] -%}

with final as (
    {%- for section in sections %}
    select * from {{ ref('aud_claims__' ~ section) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from final
