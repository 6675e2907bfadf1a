{#- A text as a literal of SQL, whatever characters it has. -#}
{% macro text_literal(value) -%}
    {{ return(adapter.dispatch('text_literal')(value)) }}
{%- endmacro %}

{% macro duckdb__text_literal(value) -%}
    {{ return("'" ~ (value | string).replace("'", "''") ~ "'") }}
{%- endmacro %}
