{#- Where the Parquet lies that Spark reads: the seeds, and a delivery. Every executor must reach it. -#}
{% macro spark_source() -%}
    {%- set source = env_var('SLACHTOFFERMONITOR_SPARK_SOURCE', '') -%}
    {%- if execute and not source -%}
        {{ exceptions.raise_compiler_error(
            'Spark reads Parquet: write it with `python -m slachtoffermonitor.spark_source`, and '
            ~ 'name its folder in SLACHTOFFERMONITOR_SPARK_SOURCE (docs/spark.md).'
        ) }}
    {%- endif -%}
    {%- if execute and not source.startswith('/') and '://' not in source -%}
        {{ exceptions.raise_compiler_error(
            "SLACHTOFFERMONITOR_SPARK_SOURCE is '" ~ source ~ "': Spark would look for it in more than one "
            ~ 'place; give an absolute path, or an address such as s3a://monitor/source.'
        ) }}
    {%- endif -%}
    {{ return(source) }}
{%- endmacro %}
