{#- A table of Parquet keeps no constraint. What a contract promises never to be empty is looked at
    as soon as the table is there, so that a breach stops the build as it does on DuckDB. -#}
{% macro spark__persist_constraints(relation, model) -%}
    {%- if config.get('contract').enforced -%}
        {%- set promised = [] -%}
        {%- for column in model.columns.values() -%}
            {%- if column.constraints | selectattr('type', 'equalto', 'not_null') | list -%}
                {%- do promised.append(column.name) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if promised -%}
            {%- set query -%}
                select
                    {%- for column in promised %}
                    count_if({{ column }} is null) as {{ column }}{{ ',' if not loop.last }}
                    {%- endfor %}
                from {{ relation }}
            {%- endset -%}
            {%- set counts = run_query(query).rows[0] -%}
            {%- for column in promised if counts[column] -%}
                {{ exceptions.raise_compiler_error(
                    'The contract of ' ~ relation ~ ' is broken: ' ~ column ~ ' is empty in '
                    ~ counts[column] ~ ' rows.'
                ) }}
            {%- endfor -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}


{#- dbt-spark writes the comments of columns for some kinds of table only; these take them too. -#}
{% macro spark__alter_column_comment(relation, column_dict) -%}
    {%- for name, column in column_dict.items() if column.description -%}
        {%- do run_query(
            'alter table ' ~ relation ~ ' change column ' ~ adapter.quote(name) ~ ' comment '
            ~ text_literal(column.description)
        ) -%}
    {%- endfor -%}
{%- endmacro %}
