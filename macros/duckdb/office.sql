{% macro duckdb__office_rows(file) -%}
    {%- if not execute or not office_path() or file not in office_files_there() -%}
        {{ return(default__office_rows(file)) }}
    {%- endif -%}
    {%- set relation -%}
        (
            select
                {%- for column in office_columns(file) %}
                trim(read.{{ column }}) as {{ column }}{{ ',' if not loop.last }}
                {%- endfor %}
            from {{ office_reader(file) }} as read
        )
    {%- endset -%}
    {{ return(relation) }}
{%- endmacro %}


{% macro office_reader(file, options='') -%}
    read_csv(
        {{ path_literal(office_path(), '/' ~ file ~ '.csv') }},
        columns = {
            {%- for column in office_columns(file) %}'{{ column }}': 'VARCHAR', {% endfor -%}
        },
        auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', strict_mode = true,
        null_padding = false, hive_partitioning = false {{- options }}
    )
{%- endmacro %}


{#- Names of the files that are in the folder, without their ending. -#}
{% macro office_files_there() -%}
    {%- set names = [] -%}
    {%- for row in run_query(office_listing()).rows -%}
        {%- do names.append(row[0]) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro %}


{% macro office_listing() -%}
    select regexp_replace(parse_filename(found.file, false, 'system'), '[.]csv$', '') as file_name
    from glob({{ path_literal(office_path(), '/*.csv') }}) as found
    order by file_name
{%- endmacro %}


{#- Each query gives the faults of a file in sentences, and the first one stops the command. -#}
{% macro duckdb__check_office() -%}
    {%- do stop_on_office(faults_of_folder()) -%}
    {%- for file in office_files_there() -%}
        {%- do stop_on_office(faults_of_office_header(file)) -%}
        {%- do stop_on_office(faults_of_office_lines(file)) -%}
        {%- do stop_on_office(faults_of_office_values(file)) -%}
    {%- endfor -%}
{%- endmacro %}


{% macro stop_on_office(query) -%}
    {%- for row in run_query(query).rows -%}
        {{ exceptions.raise_compiler_error(
            'What the office owns in ' ~ office_path() ~ ' cannot be used: ' ~ row[0] ~ ' (docs/office.md).'
        ) }}
    {%- endfor -%}
{%- endmacro %}


{% macro faults_of_folder() -%}
    select
        'there is no such folder, or nothing in it that may be read; correct the setting, or take it away' as fault
    where not exists (select 1 from glob({{ path_literal(office_path(), '/*') }}))
    union all
    select listing.file_name || '.csv: the folder of an office holds no file of this name'
    from ({{ office_listing() }}) as listing
    where listing.file_name not in (
        {%- for file in office_files() %}'{{ file }}'{{ ', ' if not loop.last }}{% endfor -%}
    )
    limit 1
{%- endmacro %}


{% macro faults_of_office_header(file) -%}
    {%- set header = office_columns(file) | join(',') -%}
    select '{{ file }}.csv: the first line must be {{ header }}' as fault
    from (
        select list(first.line)[1] as line
        from (
            select read.line
            from read_csv(
                {{ path_literal(office_path(), '/' ~ file ~ '.csv') }}, columns = {'line': 'VARCHAR'},
                auto_detect = false, header = false, delim = e'\x01', quote = '', escape = '',
                strict_mode = false, ignore_errors = true, hive_partitioning = false
            ) as read
            limit 1
        ) as first
    ) as found
    where found.line is distinct from '{{ header }}'
{%- endmacro %}


{% macro faults_of_office_lines(file) -%}
    drop table if exists reject_errors;
    drop table if exists reject_scans;
    select count(*) from {{ office_reader(file, ', store_rejects = true, rejects_limit = 1') }};
    select
        '{{ file }}.csv, line ' || errors.line || ': the line does not fit the header ('
        || lower(cast(errors.error_type as varchar)) || '); a value with a comma in it stands in quotation marks'
    from reject_errors as errors
    order by errors.line
    limit 1
{%- endmacro %}


{#- Every value of every row is filled, years and numbers are such, and a column that is renamed is one of the
    contract. Codes and limits are held against the lists where these stand (stop_on_office_rules). -#}
{% macro faults_of_office_values(file) -%}
    with numbered as (
        select
            rows_read.*,
            row_number() over () as row_number
        from {{ office_rows(file) }} as rows_read
    ),

    faults as (
        {%- for column in office_columns(file) %}
        {{ 'union all' if not loop.first }}
        select
            numbered.row_number,
            'the column {{ column }} has no value' as fault
        from numbered
        where coalesce(numbered.{{ column }}, '') = ''
        {%- endfor %}
        {%- if file == 'codes' %}
        union all
        select
            numbered.row_number,
            'valid_from_year and valid_to_year must be years, the first no later than the second' as fault
        from numbered
        where
            try_cast(numbered.valid_from_year as integer) is null
            or try_cast(numbered.valid_to_year as integer) is null
            or try_cast(numbered.valid_from_year as integer) > try_cast(numbered.valid_to_year as integer)
        {%- elif file == 'limits' %}
        union all
        select
            numbered.row_number,
            'limit_value must be a number with a decimal point, not below zero' as fault
        from numbered
        where
            try_cast(numbered.limit_value as decimal(18, 6)) is null
            or try_cast(numbered.limit_value as decimal(18, 6)) < 0
        {%- elif file == 'acceptances' %}
        union all
        select
            numbered.row_number,
            'accepted_on must be a date, written as yyyy-mm-dd' as fault
        from numbered
        where try_cast(numbered.accepted_on as date) is null or length(numbered.accepted_on) <> 10
        {%- elif file == 'columns' %}
        {%- for table in register_tables() %}
        union all
        select
            numbered.row_number,
            '''' || numbered.column_name || ''' is no column of {{ table }}, or ''' || numbered.delivered_column
            || ''' is one' as fault
        from numbered
        where
            numbered.source_table = '{{ table }}'
            and (
                numbered.column_name not in ({{ quoted(register_columns(table)) }})
                or numbered.delivered_column in ({{ quoted(register_columns(table)) }})
            )
        {%- endfor %}
        union all
        select
            numbered.row_number,
            '''' || numbered.source_table || ''' is no table; write {{ register_tables() | join(" or ") }}' as fault
        from numbered
        where numbered.source_table not in ({{ quoted(register_tables()) }})
        union all
        select
            max(numbered.row_number) as row_number,
            'the delivered column or that of the contract is there twice' as fault
        from numbered
        group by numbered.source_table, numbered.column_name
        having count(*) > 1
        union all
        select
            max(numbered.row_number) as row_number,
            'the delivered column or that of the contract is there twice' as fault
        from numbered
        group by numbered.source_table, numbered.delivered_column
        having count(*) > 1
        {%- endif %}
    )

    select '{{ file }}.csv, row ' || faults.row_number || ' below the header: ' || faults.fault
    from faults
    order by faults.row_number, faults.fault
    limit 1
{%- endmacro %}


{% macro quoted(texts) -%}
    {%- for text in texts %}{{ text_literal(text) }}{{ ', ' if not loop.last }}{% endfor -%}
{%- endmacro %}
