{#- The models of the exhibits, in the order of the monitor. dbt must know what a model reads before it can
    read any table, so that this list is written out; exhibit_lists_hang_together compares it with
    ref_exhibits. -#}
{% macro exhibit_models() -%}
    {{ return([
        'fig_2_01_known_victims',
        'fig_2_02_emm_victims',
        'fig_2_03_exploitation_forms',
        'fig_2_04a_prostitution_sectors',
        'fig_2_04b_imputed_visibility',
        'fig_2_05_labour_sectors',
        'fig_2_06_criminal_manners',
        'fig_2_07_trafficking_forms',
        'fig_2_08_gender',
        'tab_2_1_top_nationalities',
        'fig_2_09_origin_regions',
        'fig_2_10_age',
        'fig_2_11_reporters',
        'fig_2_12_police_units',
        'fig_2_13_police_notifications',
    ]) }}
{%- endmacro %}
