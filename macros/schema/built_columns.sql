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

{#- Spark has no information schema: its catalogue is read, and written out. -#}
{% macro spark__built_columns(schemas) -%}
    {%- set rows = [] -%}
    {%- if execute -%}
        {%- for schema in schemas -%}
            {%- for table in run_query('show tables in ' ~ schema).columns['tableName'].values() -%}
                {%- set columns = run_query('show columns in ' ~ schema ~ '.' ~ table) -%}
                {%- for column in columns.columns[0].values() -%}
                    {%- do rows.append("('" ~ [schema, table, column] | join("', '") ~ "')") -%}
                {%- endfor -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
    (
        select built.*
        from (values {{ rows | join(', ') or "('', '', '')" }})
            as built (table_schema, table_name, column_name)
    )
{%- endmacro %}
