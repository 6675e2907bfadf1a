{#- Condition for the rows that an increment rebuilds; in a full build all rows. The values are written
    out, so that DuckDB leaves out blocks of other years by what it knows of them. -#}
{% macro only_changed_years(column) -%}
    {%- if not is_increment() -%}
        {{ return('true') }}
    {%- endif -%}
    {{ return(is_among(column, changed_parts(ref('int_increment__years'), 'changed_year'))) }}
{%- endmacro %}


{#- The same for editions. With a column of years also within the years of these editions: the join of
    victim-years and editions does not tell DuckDB which years it may leave out. -#}
{% macro only_changed_editions(column, year_column=none) -%}
    {%- if not is_increment() -%}
        {{ return('true') }}
    {%- endif -%}
    {%- set relation = ref('int_increment__editions') -%}
    {%- set condition = is_among(column, changed_parts(relation, 'edition_code')) -%}
    {%- if not year_column -%}
        {{ return(condition) }}
    {%- endif -%}
    {{ return(condition ~ ' and ' ~ only_years_of_changed_editions(year_column)) }}
{%- endmacro %}


{% macro only_years_of_changed_editions(column) -%}
    {%- if not is_increment() -%}
        {{ return('true') }}
    {%- endif -%}
    {%- set relation = ref('int_increment__editions') -%}
    {%- if not execute -%}
        {{ return('true') }}
    {%- endif -%}
    {%- set bounds = run_query(
        'select min(year_from) as first_year, max(year_to) as last_year from ' ~ relation
    ).rows[0] -%}
    {%- if bounds['first_year'] is none -%}
        {{ return('false') }}
    {%- endif -%}
    {{ return(column ~ ' between ' ~ bounds['first_year'] ~ ' and ' ~ bounds['last_year']) }}
{%- endmacro %}


{#- The first changed year and all after it: what a victim-year says of the years before is changed by
    one of them. -#}
{% macro only_from_changed_years(column) -%}
    {%- if not is_increment() -%}
        {{ return('true') }}
    {%- endif -%}
    {%- set years = changed_parts(ref('int_increment__years'), 'changed_year') -%}
    {{ return(column ~ ' >= ' ~ years[0] if years else 'false') }}
{%- endmacro %}


{#- Condition for the records of files that the warehouse has not read before; DuckDB does not open the
    other files. In a full build all records. -#}
{% macro only_new_files(column) -%}
    {%- if not is_increment() -%}
        {{ return('true') }}
    {%- endif -%}
    {{ return(is_among(column, new_files())) }}
{%- endmacro %}


{#- Condition for the records, old and new, whose id stands in a new file; a record without an id has the
    id of all that have none. In a full build all records. -#}
{% macro only_ids_of_new_files(alias) -%}
    {%- if not is_increment() -%}
        {{ return('true') }}
    {%- endif -%}
    {%- set condition -%}
        coalesce({{ alias }}.record_id, '') in (
            select coalesce(new_records.record_id, '')
            from {{ ref('int_records__assessed') }} as new_records
            where {{ only_new_files('new_records.source_file') }}
        )
    {%- endset -%}
    {{ return(condition) }}
{%- endmacro %}


{#- Condition for the versions, in all years, of notifications that have one in a changed year. -#}
{% macro only_notifications_of_changed_years(column) -%}
    {%- if not is_increment() -%}
        {{ return('true') }}
    {%- endif -%}
    {%- set condition -%}
        {{ column }} in (
            select changed.notification_id
            from {{ ref('int_records__accepted') }} as changed
            where {{ only_changed_years('changed.registration_year') }}
        )
    {%- endset -%}
    {{ return(condition) }}
{%- endmacro %}


{#- Condition for the victim-years, in all years, of persons who have one in the first changed year or
    later. -#}
{% macro only_persons_from_changed_years(alias) -%}
    {%- if not is_increment() -%}
        {{ return('true') }}
    {%- endif -%}
    {%- set condition -%}
        {{ alias }}.person_pseudonym in (
            select later.person_pseudonym
            from {{ ref('int_victim_years__merged') }} as later
            where {{ only_from_changed_years('later.registration_year') }}
        )
    {%- endset -%}
    {{ return(condition) }}
{%- endmacro %}


{#- Condition for the records of the years of receipt that stand in a new file, whatever becomes of them;
    with the column of the files DuckDB does not open those that hold no such year. In a full build all
    records. Before any record is judged: the tables that the suites on arrival look at go by it. -#}
{% macro only_received_years(year_column, file_column=none) -%}
    {%- if not is_increment() -%}
        {{ return('true') }}
    {%- endif -%}
    {%- set years = received_years() -%}
    {%- set condition = is_among(year_column, years) -%}
    {%- if not file_column or not execute -%}
        {{ return(condition) }}
    {%- endif -%}
    {%- set query -%}
        select distinct files.source_file
        from {{ ref('aud_delivery_files') }} as files
        where {{ is_among('files.received_year', years) }}
        order by files.source_file
    {%- endset -%}
    {%- set files = run_query(query).columns[0].values() | list -%}
    {{ return(is_among(file_column, files) ~ ' and ' ~ condition) }}
{%- endmacro %}


{#- The years of receipt in new files. -#}
{% macro received_years() -%}
    {%- set relation = ref('aud_delivery_files') -%}
    {%- if not execute -%}
        {{ return([]) }}
    {%- endif -%}
    {%- set query -%}
        select distinct files.received_year
        from {{ relation }} as files
        where files.received_year is not null and {{ only_new_files('files.source_file') }}
        order by files.received_year
    {%- endset -%}
    {{ return(run_query(query).columns[0].values() | list) }}
{%- endmacro %}


{#- The year in the key of a victim-year. -#}
{% macro year_of_key(column) -%}
    cast(substr({{ column }}, 1, 4) as integer)
{%- endmacro %}


{#- The names of the files of the delivery that the last complete build of this warehouse has not read. -#}
{% macro new_files() -%}
    {%- if not execute -%}
        {{ return([]) }}
    {%- endif -%}
    {%- set query -%}
        select now.source_file
        from {{ files_of_delivery() }} as now
        where now.source_file not in (
            select before.source_file
            from state.delivery_files as before
        )
        order by now.source_file
    {%- endset -%}
    {{ return(run_query(query).columns[0].values() | list) }}
{%- endmacro %}


{% macro changed_parts(relation, column) -%}
    {%- if not execute -%}
        {{ return([]) }}
    {%- endif -%}
    {%- set query -%}
        select changed.{{ column }} from {{ relation }} as changed order by changed.{{ column }}
    {%- endset -%}
    {{ return(run_query(query).columns[0].values() | list) }}
{%- endmacro %}


{% macro is_among(column, values) -%}
    {%- if not values -%}
        {{ return('false') }}
    {%- endif -%}
    {%- set literals = [] -%}
    {%- for value in values -%}
        {%- do literals.append(value | string if value is number else text_literal(value)) -%}
    {%- endfor -%}
    {{ return(column ~ ' in (' ~ literals | join(', ') ~ ')') }}
{%- endmacro %}
