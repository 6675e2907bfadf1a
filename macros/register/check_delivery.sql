{#- Hook `on-run-start`: stops a command that builds, before it touches anything, when the delivery (or the
    shipped register) cannot be read. The message says what, where and what to do; it never holds a value of
    a record. -#}
{% macro check_delivery() -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'seed'] -%}
        {{ return(adapter.dispatch('check_delivery')()) }}
    {%- endif -%}
{%- endmacro %}

{% macro default__check_delivery() -%}{%- endmacro %}

{% macro duckdb__check_delivery() -%}
    {%- set query = 'select delivery_problems(' ~ delivery_arguments() ~ ')' -%}
    {%- set problems = run_query(query).columns[0].values()[0] -%}
    {%- if problems -%}
        {{ exceptions.raise_compiler_error(problems) }}
    {%- endif -%}
{%- endmacro %}
