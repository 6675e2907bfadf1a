{#- A delivered code as the crosswalks spell it: clean, upper case, single blanks (whatever kind of blank,
    tab or line end was delivered). -#}
{% macro normalise_code(expression) -%}
    upper(regexp_replace({{ clean_text(expression) }}, '[\s' || chr(160) || ']+', ' '{{ regexp_all_flag() }}))
{%- endmacro %}

{#- DuckDB replaces the first match unless told otherwise; other engines replace all. -#}
{% macro regexp_all_flag() -%}
    {{ return(adapter.dispatch('regexp_all_flag')()) }}
{%- endmacro %}

{% macro default__regexp_all_flag() -%}{%- endmacro %}

{% macro duckdb__regexp_all_flag() -%}, 'g'{%- endmacro %}
