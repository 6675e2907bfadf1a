{#- The number of a part of those who meet a condition, or of all. A condition with `or` stands in
    brackets. -#}
{% macro number_of(part, of=none) -%}
    {{ return('count(*) filter (where ' ~ (of ~ ' and ' if of else '') ~ part ~ ')') }}
{%- endmacro %}


{#- The percentage that a part is of those who meet a condition, or of all. Empty when nobody meets it. -#}
{% macro share(part, of=none) -%}
    {%- set whole = 'count(*) filter (where ' ~ of ~ ')' if of else 'count(*)' -%}
    {{ return('100 * ' ~ number_of(part, of) ~ ' / nullif(' ~ whole ~ ', 0)') }}
{%- endmacro %}
