{#- The percentage that a part is of those who meet a condition, or of all. Empty without any. -#}
{% macro share(part, of=none) -%}
    {%- set condition = of ~ ' and ' ~ part if of else part -%}
    {%- set whole = 'count(*) filter (where ' ~ of ~ ')' if of else 'count(*)' -%}
    {{ return('100 * count(*) filter (where ' ~ condition ~ ') / nullif(' ~ whole ~ ', 0)') }}
{%- endmacro %}
