{#- A table of the register as it was delivered: the columns of docs/register.md, all of them text,
    and `source_file`. `name` is 'notifications' or 'emm_records'.
    Without a setting it is the shipped register (a seed); with one, the files are read in place. -#}
{% macro register_table(name) -%}
    {{ return(adapter.dispatch('register_table')(name)) }}
{%- endmacro %}


{#- Spark reads a delivery from the Parquet that stands ready (docs/spark.md). -#}
{% macro spark__register_table(name) -%}
    {%- if not register_path() -%}
        {{ return(shipped_register_table(name)) }}
    {%- endif -%}
    {{ return('parquet.`' ~ spark_source() ~ '/register/' ~ name ~ '`') }}
{%- endmacro %}


{% macro duckdb__register_table(name) -%}
    {%- set path = register_path() -%}
    {%- if not path -%}
        {{ return(shipped_register_table(name)) }}
    {%- endif -%}
    {%- if not execute -%}
        {{ return('(select 1)') }}
    {%- endif -%}
    {%- set query -%}
        select delivery_relation('{{ path | replace("'", "''") }}', '{{ name }}')
    {%- endset -%}
    {%- set relation = run_query(query).columns[0].values()[0] -%}
    {%- if relation.startswith('STOP: ') -%}
        {{ exceptions.raise_compiler_error(relation[6:]) }}
    {%- endif -%}
    {{ return(relation) }}
{%- endmacro %}


{% macro shipped_register_table(name) -%}
    {%- set relation -%}
        (select shipped.*, 'raw_{{ name }}.csv' as source_file from {{ ref('raw_' ~ name) }} as shipped)
    {%- endset -%}
    {{ return(relation) }}
{%- endmacro %}
