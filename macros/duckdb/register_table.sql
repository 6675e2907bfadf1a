{#- An empty value is null or an empty text; staging takes both for unknown. A register without files for
    the table gives no rows. -#}
{% macro duckdb__register_table(name) -%}
    {%- if not register_path() -%}
        {{ return(shipped_register_table(name)) }}
    {%- endif -%}
    {%- set relation -%}
        (
            {%- for layout in delivered_layouts() if layout['source_table'] == name %}
            {{ 'union all' if not loop.first }}
            select
                {%- for column in register_columns(name) %}
                {{ as_text('files.' ~ column, column_types(layout)[column]) }} as {{ column }},
                {%- endfor %}
                parse_filename(files.filename, false, 'system') as source_file
            from {{ files_as_delivered(layout) }} as files
            {%- else %}
            select
                {%- for column in register_columns(name) %}
                cast(null as varchar) as {{ column }},
                {%- endfor %}
                cast(null as varchar) as source_file
            where false
            {%- endfor %}
        )
    {%- endset -%}
    {{ return(relation) }}
{%- endmacro %}


{#- The files of a delivery in groups that are read together: of one table and format, with the same columns
    in the same order. `names` and `types` are those of the columns, in one text, and `delivered_names` what a
    file calls them where that differs (docs/office.md). -#}
{% macro delivered_layouts() -%}
    {%- set files = delivered_files() if execute else [] -%}
    {%- if not files -%}
        {{ return([]) }}
    {%- endif -%}
    {%- set query -%}
        with columns as ({{ delivered_columns(files) }}),

        headers as (
            select
                columns.source_table,
                columns.file_format,
                columns.source_file,
                columns.path_literal,
                string_agg(columns.column_name, ';' order by columns.column_number) as names,
                string_agg(columns.delivered_name, ';' order by columns.column_number) as delivered_names,
                string_agg(columns.column_type, ';' order by columns.column_number) as types
            from columns
            group by columns.source_table, columns.file_format, columns.source_file, columns.path_literal
        )

        select
            headers.source_table,
            headers.file_format,
            headers.names,
            headers.delivered_names,
            headers.types,
            string_agg(headers.path_literal, ', ' order by headers.source_file) as paths
        from headers
        group by
            headers.source_table, headers.file_format, headers.names, headers.delivered_names, headers.types
        order by min(headers.source_file)
    {%- endset -%}
    {{ return(run_query(query).rows) }}
{%- endmacro %}


{% macro column_types(layout) -%}
    {%- set types = {} -%}
    {%- for name in layout['names'].split(';') -%}
        {%- do types.update({name: layout['types'].split(';')[loop.index0]}) -%}
    {%- endfor -%}
    {{ return(types) }}
{%- endmacro %}


{#- The files of a layout, with the columns as they were delivered. Nothing is guessed: DuckDB would take
    `01` for a number, and a folder named `year=2019` for a column. -#}
{% macro files_as_delivered(layout, options='') -%}
    {%- if layout['file_format'] == 'parquet' -%}
        {%- set reader -%}
            read_parquet([{{ layout['paths'] }}], filename = true, hive_partitioning = false)
        {%- endset -%}
        {%- if layout['names'] == layout['delivered_names'] -%}
            {{ reader }}
        {%- else -%}
            (
                select
                    {%- for name in layout['names'].split(';') %}
                    {{ quoted_name(layout['delivered_names'].split(';')[loop.index0]) }} as {{ name }},
                    {%- endfor %}
                    filename
                from {{ reader }}
            )
        {%- endif -%}
    {%- else -%}
        read_csv(
            [{{ layout['paths'] }}],
            columns = {
                {%- for name in layout['names'].split(';') %}{{ text_literal(name) }}: 'VARCHAR', {% endfor -%}
            },
            auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', strict_mode = true,
            null_padding = false, filename = true, hive_partitioning = false {{- options }}
        )
    {%- endif -%}
{%- endmacro %}


{#- A delivered column as the text of the contract: several codes with a bar between them, a timestamp at
    midnight as its day, a whole number without a decimal point. -#}
{% macro as_text(column, type) -%}
    {%- if type.endswith('[]') -%}
        array_to_string({{ column }}, '|')
    {%- elif type.startswith('TIMESTAMP') -%}
        case
            when {{ column }} = cast({{ column }} as date) then cast(cast({{ column }} as date) as varchar)
            else cast({{ column }} as varchar)
        end
    {%- elif type in ['FLOAT', 'DOUBLE'] or type.startswith('DECIMAL') -%}
        case
            when not isfinite(cast({{ column }} as double)) then null
            when {{ column }} = trunc({{ column }}) then cast(cast({{ column }} as hugeint) as varchar)
            else cast({{ column }} as varchar)
        end
    {%- else -%}
        cast({{ column }} as varchar)
    {%- endif -%}
{%- endmacro %}
