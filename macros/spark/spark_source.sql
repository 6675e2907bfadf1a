{#- Where the Parquet lies that Spark reads: the seeds, and a delivery. Every executor must reach it. -#}
{% macro spark_source() -%}
    {%- set source = env_var('SLACHTOFFERMONITOR_SPARK_SOURCE', '') -%}
    {%- if execute and not source -%}
        {{ exceptions.raise_compiler_error(
            'Spark reads Parquet: write it with `python -m slachtoffermonitor.spark source`, and '
            ~ 'name its folder in SLACHTOFFERMONITOR_SPARK_SOURCE (docs/spark.md).'
        ) }}
    {%- endif -%}
    {{ return(source) }}
{%- endmacro %}
