{#- The text without blanks, tabs, line ends and hard blanks around it; null when nothing is left. -#}
{% macro clean_text(expression) -%}
    nullif({{ trim_blanks(expression) }}, '')
{%- endmacro %}

{% macro trim_blanks(expression) -%}
    {{ return(adapter.dispatch('trim_blanks')(expression)) }}
{%- endmacro %}

{% macro default__trim_blanks(expression) -%}
    trim({{ expression }}, ' ' || chr(9) || chr(10) || chr(13) || chr(160))
{%- endmacro %}
