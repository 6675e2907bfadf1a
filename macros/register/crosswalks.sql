{#- The crosswalks: what kind of code each is about. -#}
{% macro crosswalks() -%}
    {{ return([
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
    ]) }}
{%- endmacro %}
