{#- A relation of the whole numbers from one bound to the other, both included. -#}
{% macro whole_numbers(column, first, last) -%}
    {{ return(adapter.dispatch('whole_numbers')(column, first, last)) }}
{%- endmacro %}

{% macro duckdb__whole_numbers(column, first, last) -%}
    (select unnest(range({{ first }}, {{ last }} + 1)) as {{ column }})
{%- endmacro %}
