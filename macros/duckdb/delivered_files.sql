{#- What lies in the directory of a delivery, one row per file: its path, its name, the table that the name
    begins with and the format that it ends with; null for what is none. -#}
{% macro delivery_listing() -%}
    select
        files.path,
        files.source_file,
        {{ table_of_name('files.source_file') }} as source_table,
        case
            when lower(files.source_file) like '%.csv' then 'csv'
            when lower(files.source_file) like '%.parquet' then 'parquet'
            when lower(files.source_file) like '%.pq' then 'parquet'
        end as file_format
    from (
        select
            found.file as path,
            parse_filename(found.file, false, 'system') as source_file
        from glob({{ path_literal(register_path(), '/*') }}) as found
    ) as files
{%- endmacro %}


{% macro table_of_name(name) -%}
    case
        {%- for table in register_tables() %}
        when starts_with(lower({{ name }}), '{{ table }}') then '{{ table }}'
        {%- endfor %}
    end
{%- endmacro %}


{#- The files that are read, by name; as rows in Jinja, so that each can be opened by itself. -#}
{% macro delivered_files() -%}
    {%- set query -%}
        with listing as ({{ delivery_listing() }})

        select
            listing.*,
            sizes.size as byte_count
        from listing
        inner join read_blob({{ path_literal(register_path(), '/*') }}) as sizes
            on listing.path = sizes.filename
        where listing.source_table is not null and listing.file_format is not null
        order by listing.source_file
    {%- endset -%}
    {{ return(run_query(query).rows) }}
{%- endmacro %}


{#- Query for the columns that the files name, one row per column of a file, by the names of the contract: an
    office may have names of its own (columns.csv in its folder). Only the first two lines of a CSV file are read,
    and of a Parquet file what it says of itself. -#}
{% macro delivered_columns(files) -%}
    select
        found.*,
        coalesce(renamed.column_name, found.delivered_name) as column_name
    from ({{ columns_as_named(files) }}) as found
    left join {{ office_rows('columns') }} as renamed
        on found.source_table = renamed.source_table and found.delivered_name = renamed.delivered_column
{%- endmacro %}


{% macro columns_as_named(files) -%}
    {%- for file in files %}
    {{ 'union all' if not loop.first }}
    select
        '{{ file["source_table"] }}' as source_table,
        '{{ file["file_format"] }}' as file_format,
        {{ text_literal(file['source_file']) }} as source_file,
        {{ text_literal(path_literal(file['path'])) }} as path_literal,
        named.has_records,
        named.column_name as delivered_name,
        named.column_type,
        row_number() over () as column_number
    from ({{ columns_in_header(file) if file['file_format'] == 'csv' else columns_in_schema(file) }}) as named
    {%- endfor %}
{%- endmacro %}


{#- A line is one value: no character separates, none is a quotation mark. What is no text is passed over, so
    that a file of another kind has a header too, a wrong one. -#}
{% macro columns_in_header(file) -%}
    select
        len(first.lines) > 1 as has_records,
        unnest(string_split(replace(first.lines[1], '"', ''), ',')) as column_name,
        'VARCHAR' as column_type
    from (
        select coalesce(list(coalesce(lines.line, '')), ['']) as lines
        from (
            select read.line
            from read_csv(
                {{ path_literal(file['path']) }}, columns = {'line': 'VARCHAR'}, auto_detect = false,
                header = false, delim = e'\x01', quote = '', escape = '', strict_mode = false,
                ignore_errors = true, hive_partitioning = false
            ) as read
            limit 2
        ) as lines
    ) as first
{%- endmacro %}


{% macro columns_in_schema(file) -%}
    {%- set reader = 'read_parquet(' ~ path_literal(file['path']) ~ ', hive_partitioning = false)' -%}
    select
        (select count(*) from {{ reader }}) > 0 as has_records,
        described.column_name,
        described.column_type
    from (describe select * from {{ reader }}) as described
{%- endmacro %}
