{#- A delivered code as the crosswalks spell it: clean, upper case, single blanks (whatever kind of blank,
    tab or line end was delivered). The nullif stands outside: it is a condition, and DuckDB reads what
    stands inside a condition row by row instead of once per entry of a column's dictionary. Upper case of
    `ß` is `SS`, as Unicode says; DuckDB makes a single letter of it. -#}
{% macro normalise_code(expression) -%}
    nullif(replace(upper({{ replace_blanks(trim_blanks(expression)) }}), 'ẞ', 'SS'), '')
{%- endmacro %}

{#- The text with one blank in the place of every run of blanks, tabs, line ends, page ends and hard
    blanks. DuckDB replaces the first match unless told otherwise. -#}
{% macro replace_blanks(expression) -%}
    {{ return(adapter.dispatch('replace_blanks')(expression)) }}
{%- endmacro %}

{% macro duckdb__replace_blanks(expression) -%}
    regexp_replace({{ expression }}, '[\s' || chr(11) || chr(160) || ']+', ' ', 'g')
{%- endmacro %}
