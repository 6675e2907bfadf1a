{#- A type of a contract or a seed as Spark spells it. The SQL of the models says `string`, which
    both engines know. -#}
{% macro spark_type(data_type) -%}
    {{ return('string' if data_type == 'varchar' else data_type) }}
{%- endmacro %}


{#- The columns that a contract promises, of no rows, for dbt to compare with what a model gives. -#}
{% macro spark__get_empty_schema_sql(columns) -%}
    select
        {%- for column in columns.values() %}
        cast(null as {{ spark_type(column['data_type']) }}) as {{ column['name'] }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    where false
{%- endmacro %}
