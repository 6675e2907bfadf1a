{#- A delivered code as the crosswalks spell it: clean, upper case, single blanks (whatever kind of blank,
    tab or line end was delivered). The nullif stands outside: it is a condition, and DuckDB reads what
    stands inside a condition row by row instead of once per entry of a column's dictionary. Upper case of
    `ß` is `SS`, as Unicode says; DuckDB makes a single letter of it. -#}
{% macro normalise_code(expression) -%}
    nullif(replace(upper(trim({{ blanks_as_seen(expression, '+') }})), 'ẞ', 'SS'), '')
{%- endmacro %}
