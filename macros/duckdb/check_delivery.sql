{#- Each query gives the faults of a delivery in sentences, and the first one stops the command. A query may
    open what those before it have found in order. -#}
{% macro duckdb__check_delivery() -%}
    {%- do stop_on(faults_of_names()) -%}
    {%- set files = delivered_files() -%}
    {%- do stop_on(faults_of_content(files)) -%}
    {%- do stop_on(faults_of_columns(files)) -%}
    {%- do stop_on(faults_of_lines(delivered_layouts())) -%}
    {%- do stop_on(faults_of_values()) -%}
{%- endmacro %}


{% macro stop_on(query) -%}
    {%- for row in run_query(query).rows -%}
        {{ exceptions.raise_compiler_error(
            'The delivery in ' ~ register_path() ~ ' cannot be used: ' ~ row[0] ~ ' Nothing was built; '
            ~ '`slachtoffermonitor check-delivery` lists everything that is wrong.'
        ) }}
    {%- endfor -%}
{%- endmacro %}


{#- The directory, the names of the files, and folders in it. -#}
{% macro faults_of_names() -%}
    with files as ({{ delivery_listing() }}),

    folders as (
        select parse_filename(rtrim(found.file, '/'), false, 'system') as folder
        from glob({{ path_literal(register_path(), '/*/') }}) as found
    ),

    faults as (
        select 'there is no such directory, or nothing in it that may be read; correct the setting.' as fault
        where not exists (select 1 from files) and not exists (select 1 from folders)
        union all
        select
            files.source_file || ': the name begins neither with ''notifications'' nor with ''emm_records'', '
            || 'so that nothing says what the file holds; rename it, or take it out of the directory.'
        from files
        where
            files.source_table is null
            and not starts_with(files.source_file, '.')
            and {{ looks_like_data('files.source_file') }}
        union all
        select
            files.source_file || ': a file of this type is not read; deliver it as CSV (UTF-8, comma) or '
            || 'Parquet, or give it a name that does not begin with ''' || files.source_table || '''.'
        from files
        where files.source_table is not null and files.file_format is null
        union all
        select
            folders.folder || '/: files in a folder inside the delivery are not read; put them beside the '
            || 'others, or take the folder out.'
        from folders
        where
            {{ table_of_name('folders.folder') }} is not null
            or folders.folder in (
                select parse_path(found.file, 'system')[-2]
                from glob({{ path_literal(register_path(), '/*/*') }}) as found
                where {{ looks_like_data('found.file') }}
            )
        union all
        select
            'there is no file whose name begins with ''notifications'' and ends with .csv or .parquet; add '
            || 'it, or correct the setting.'
        where not exists (select 1 from files where files.source_table = 'notifications')
    )

    select faults.fault from faults limit 1
{%- endmacro %}


{% macro looks_like_data(name) -%}
    regexp_matches(lower({{ name }}), '[.](csv|parquet|pq|tsv|xlsx|xls|ods)$')
{%- endmacro %}


{#- Empty files, and Parquet files without the four letters at either end. -#}
{% macro faults_of_content(files) -%}
    with faults as (
        {%- for file in files %}
        {{ 'union all' if not loop.first }}
        select {{ text_literal(file['source_file'] ~ ': the file is empty; deliver it again, or leave it out.') }} as fault
        where {{ file['byte_count'] }} = 0
        {%- if file['file_format'] == 'parquet' and file['byte_count'] > 0 and fits_in_memory(file) %}
        union all
        select {{ text_literal(file['source_file'] ~ ': this is no Parquet file, or it is cut off; deliver it again.') }}
        from read_blob({{ path_literal(file['path']) }}) as read
        where read.content[:4] <> 'PAR1'::blob or read.content[-4:] <> 'PAR1'::blob
        {%- endif %}
        {%- endfor %}
    )

    select faults.fault from faults limit 1
{%- endmacro %}


{#- The columns that the files name beside those of the contract. A first line that is no header may be a
    record: it is not shown. -#}
{% macro faults_of_columns(files) -%}
    with columns as ({{ delivered_columns(files) }}),

    contract as (
        select contract.*
        from (
            values
            {%- for table in register_tables() %}
            {%- set comes_last = loop.last %}
            {%- for column in register_columns(table) %}
            ('{{ table }}', '{{ column }}'){{ ',' if not (comes_last and loop.last) }}
            {%- endfor %}
            {%- endfor %}
        ) as contract (source_table, column_name)
    ),

    headers as (
        select
            columns.source_table,
            columns.source_file,
            columns.has_records,
            count(distinct contract.column_name) >= 4 as is_header
        from columns
        left join contract on columns.column_name = contract.column_name
        group by columns.source_table, columns.source_file, columns.has_records
    ),

    known as (
        select columns.*
        from columns
        inner join headers on columns.source_file = headers.source_file
        where headers.is_header
    ),

    faults as (
        select
            1 as priority,
            headers.source_file,
            'the first line is not the header of the contract, with commas between the columns; save the '
            || 'file as CSV (UTF-8, comma) with that header' as fault
        from headers
        where not headers.is_header
        union all
        select
            2 as priority,
            known.source_file,
            'the column ''' || left(regexp_replace(known.column_name, '[^ -~]', '?', 'g'), 40) || ''' is not '
            || 'in the contract; leave it out'
        from known
        left join contract
            on known.source_table = contract.source_table and known.column_name = contract.column_name
        where contract.column_name is null
        union all
        select
            3 as priority,
            headers.source_file,
            'the column ''' || contract.column_name || ''' is missing; add it, with empty values where '
            || 'nothing is known'
        from headers
        inner join contract on headers.source_table = contract.source_table
        left join known
            on headers.source_file = known.source_file and contract.column_name = known.column_name
        where headers.is_header and known.column_name is null
        union all
        select
            4 as priority,
            known.source_file,
            'the column ''' || known.column_name || ''' is there twice; leave one out'
        from known
        group by known.source_file, known.column_name
        having count(*) > 1
        union all
        select
            5 as priority,
            known.source_file,
            'the column ''' || known.column_name || ''' has the type ' || known.column_type || '; deliver '
            || 'it as text'
        from known
        where not {{ is_readable_type('known.column_name', 'known.column_type') }}
        union all
        select
            6 as priority,
            headers.source_file,
            'there are no records below the header; deliver it again, or leave it out'
        from headers
        where not headers.has_records
    )

    select faults.source_file || ': ' || faults.fault || ' (docs/register.md lists the columns).'
    from faults
    order by faults.priority, faults.source_file, faults.fault
    limit 1
{%- endmacro %}


{#- Types that become the text of the contract without loss: a fraction has lost digits of an identifier. -#}
{% macro is_readable_type(column, type) -%}
    (
        regexp_full_match(
            {{ type }},
            'VARCHAR|UUID|"?NULL"?|VARCHAR\[\]|DATE|TIMESTAMP(_S|_MS|_NS)?|U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)'
        )
        or regexp_full_match({{ type }}, 'FLOAT|DOUBLE|DECIMAL.*')
        and {{ column }} not in ('record_id', 'notification_id', 'person_pseudonym')
    )
{%- endmacro %}


{#- Every line of the CSV files is read once. DuckDB keeps those that it cannot read beside the result; its
    own error would quote the line. -#}
{% macro faults_of_lines(layouts) -%}
    {%- set csv_layouts = layouts | selectattr('file_format', 'equalto', 'csv') | list -%}
    drop table if exists reject_errors;
    drop table if exists reject_scans;
    {%- for layout in csv_layouts %}
    select count(columns(*))
    from {{ files_as_delivered(layout, ', store_rejects = true, rejects_limit = 100') }};
    {%- endfor %}
    {%- if csv_layouts %}
    select
        parse_filename(scans.file_path, false, 'system') || ', line ' || errors.line
        || ': the line cannot be read (' || lower(cast(errors.error_type as varchar)) || '); repair it, or '
        || 'deliver the file again.'
    from reject_errors as errors
    inner join reject_scans as scans
        on errors.scan_id = scans.scan_id and errors.file_id = scans.file_id
    order by scans.file_path, errors.line
    limit 1
    {%- else %}
    select 'there are no lines' as fault where false
    {%- endif %}
{%- endmacro %}


{#- A required column in which no record has a value. -#}
{% macro faults_of_values() -%}
    with {% for table in register_tables() -%}
    {{ table }} as not materialized (select * from {{ register_table(table) }}),

    {% endfor -%}
    faults as (
        {%- for table in register_tables() %}
        {%- set comes_first = loop.first %}
        {%- for column in required_columns(table) %}
        {{ 'union all' if not (comes_first and loop.first) }}
        select
            '{{ table }}: no record has a value in the column ''{{ column }}'', which every record needs; '
            || 'correct the delivery.' as fault
        where
            exists (select 1 from {{ table }})
            and not exists (select 1 from {{ table }} where trim({{ table }}.{{ column }}) <> '')
        {%- endfor %}
        {%- endfor %}
    )

    select faults.fault from faults limit 1
{%- endmacro %}
