{#- A decimal as people write it: without the zeros that say nothing behind the point. -#}
{% macro plain_number(expression) -%}
    rtrim(rtrim(cast(cast({{ expression }} as decimal(18, 6)) as varchar), '0'), '.')
{%- endmacro %}
