{#- The text without blanks, tabs, line ends and hard blanks around it; null when nothing is left. -#}
{% macro clean_text(expression) -%}
    {{ return(adapter.dispatch('clean_text')(expression)) }}
{%- endmacro %}

{% macro default__clean_text(expression) -%}
    nullif(trim({{ expression }}, ' ' || chr(9) || chr(10) || chr(13) || chr(160)), '')
{%- endmacro %}
