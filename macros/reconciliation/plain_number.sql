{#- A decimal as people write it: without trailing zeros. -#}
{% macro plain_number(expression) -%}
    trim(trailing '.' from trim(trailing '0' from cast(cast({{ expression }} as decimal(18, 6)) as string)))
{%- endmacro %}
