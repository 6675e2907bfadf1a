{#- A relation of the columns of every table and view in some schemas, as they were built:
    table_schema, table_name, column_name. -#}
{% macro built_columns(schemas) -%}
    {{ return(adapter.dispatch('built_columns')(schemas)) }}
{%- endmacro %}

{% macro duckdb__built_columns(schemas) -%}
    (
        select
            columns.table_schema,
            columns.table_name,
            columns.column_name
        from information_schema.columns as columns
        where
            columns.table_catalog = current_database()
            and columns.table_schema in ('{{ schemas | join("', '") }}')
    )
{%- endmacro %}
