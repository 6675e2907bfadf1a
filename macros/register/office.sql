{#- The folder of what an office owns (docs/office.md), or an empty text where it owns nothing. One setting: the
    dbt var `office_path` or the environment variable. -#}
{% macro office_path() -%}
    {{ return(var('office_path', '') or env_var('SLACHTOFFERMONITOR_OFFICE', '')) }}
{%- endmacro %}


{#- The columns of a file of the office, in the order of its header. -#}
{% macro office_columns(file) -%}
    {{ return({
        'acceptances': ['expectation', 'delivery', 'accepted_on', 'reason'],
        'codes': [
            'crosswalk', 'code_system', 'delivered_code', 'valid_from_year', 'valid_to_year', 'standard_code',
            'reason',
        ],
        'columns': ['source_table', 'delivered_column', 'column_name'],
        'limits': ['limit_code', 'limit_value', 'reason'],
        'publisher': ['entry', 'text_nl', 'text_en'],
    }[file]) }}
{%- endmacro %}


{% macro office_files() -%}
    {{ return(['acceptances', 'codes', 'columns', 'limits', 'publisher']) }}
{%- endmacro %}


{#- Rows of a file of the office as a relation, all columns text and trimmed; none where the file is not there. -#}
{% macro office_rows(file) -%}
    {{ return(adapter.dispatch('office_rows')(file)) }}
{%- endmacro %}


{% macro default__office_rows(file) -%}
    {%- set relation -%}
        (
            select
                {%- for column in office_columns(file) %}
                cast(null as string) as {{ column }}{{ ',' if not loop.last }}
                {%- endfor %}
            where 1 = 0
        )
    {%- endset -%}
    {{ return(relation) }}
{%- endmacro %}


{#- Stops a command that builds when a file of the office cannot be read. -#}
{% macro check_office() -%}
    {%- if office_path() -%}
        {{ return(adapter.dispatch('check_office')()) }}
    {%- endif -%}
{%- endmacro %}

{% macro default__check_office() -%}
    {{ exceptions.raise_compiler_error(
        'The folder of the office (SLACHTOFFERMONITOR_OFFICE) is read on DuckDB only; take the setting away.'
    ) }}
{%- endmacro %}
