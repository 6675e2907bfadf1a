{#- The text without blanks, tabs, line ends, page ends and hard blanks around it; null when nothing is left. -#}
{% macro clean_text(expression) -%}
    nullif({{ trim_blanks(expression) }}, '')
{%- endmacro %}

{% macro trim_blanks(expression) -%}
    trim(both ' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(160) from {{ expression }})
{%- endmacro %}
