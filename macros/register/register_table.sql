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


{% macro shipped_register_table(name) -%}
    {%- set relation -%}
        (select shipped.*, 'raw_{{ name }}.csv' as source_file from {{ ref('raw_' ~ name) }} as shipped)
    {%- endset -%}
    {{ return(relation) }}
{%- endmacro %}
