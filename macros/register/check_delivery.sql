{#- Hook `on-run-start`: stops a command that builds, before it touches anything, when the delivery
    (or the shipped register) cannot be read. The message says what, where and what to do; it never
    holds a value of a record. -#}
{% macro check_delivery() -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'seed'] -%}
        {{ return(adapter.dispatch('check_delivery')()) }}
    {%- endif -%}
{%- endmacro %}


{#- Elsewhere the delivery was loaded by other means and is judged by the models. -#}
{% macro default__check_delivery() -%}{%- endmacro %}


{% macro duckdb__check_delivery() -%}
    {%- set path = register_path() -%}
    {%- set directory = path or invocation_args_dict.get('project_dir', '.') ~ '/seeds/registrations' -%}
    {%- set query -%}
        select delivery_problems('{{ directory | replace("'", "''") }}', '{{ '' if path else 'raw_' }}')
    {%- endset -%}
    {%- set problems = run_query(query).columns[0].values()[0] -%}
    {%- if problems -%}
        {{ exceptions.raise_compiler_error(problems) }}
    {%- endif -%}
{%- endmacro %}
