{#- A delivered code as the crosswalks spell it: clean, upper case, single blanks (whatever kind of blank,
    tab or line end was delivered). The nullif stands outside: it is a condition, and DuckDB reads what
    stands inside a condition row by row instead of once per entry of a column's dictionary. -#}
{% macro normalise_code(expression) -%}
    nullif(
        upper(
            regexp_replace(
                {{ trim_blanks(expression) }}, '[\s' || chr(160) || ']+', ' '{{ regexp_all_flag() }}
            )
        ),
        ''
    )
{%- endmacro %}

{#- DuckDB replaces the first match unless told otherwise; other engines replace all. -#}
{% macro regexp_all_flag() -%}
    {{ return(adapter.dispatch('regexp_all_flag')()) }}
{%- endmacro %}

{% macro default__regexp_all_flag() -%}{%- endmacro %}

{% macro duckdb__regexp_all_flag() -%}, 'g'{%- endmacro %}
