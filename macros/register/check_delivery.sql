{#- Stops a command that builds, before it touches anything, when the delivery (or the shipped register)
    cannot be read. The message says what, where and what to do; it never holds a value of a record. An
    increment reads the new files to their end; the others are the same that the warehouse was built
    from. Part of the hook `on-run-start` (macros/increments/state.sql). -#}
{% macro duckdb__check_delivery() -%}
    {%- set checked_before = "[]::varchar[]" -%}
    {%- if is_increment() -%}
        {%- set checked_before
            = '(select list(before.source_file) from state.delivery_files as before)' -%}
    {%- endif -%}
    {%- set query = 'select delivery_problems(' ~ delivery_arguments() ~ ', ' ~ checked_before ~ ')' -%}
    {%- set problems = run_query(query).columns[0].values()[0] -%}
    {%- if problems -%}
        {{ exceptions.raise_compiler_error(problems) }}
    {%- endif -%}
{%- endmacro %}
