{#- Condition for the rows that an increment rebuilds; in a full build all rows. The values are written
    out, so that DuckDB leaves out blocks of other years by what it knows of them. -#}
{% macro only_changed_years(column) -%}
    {%- if not is_increment() -%}
        {{ return('true') }}
    {%- endif -%}
    {{ return(is_among(column, changed_parts(ref('int_increment__years'), 'changed_year'))) }}
{%- endmacro %}


{% macro only_changed_editions(column) -%}
    {%- if not is_increment() -%}
        {{ return('true') }}
    {%- endif -%}
    {{ return(is_among(column, changed_parts(ref('int_increment__editions'), 'edition_code'))) }}
{%- endmacro %}


{#- Condition for the records of files that the warehouse has not read before; DuckDB does not open the
    other files. In a full build all records. -#}
{% macro only_new_files(column) -%}
    {%- if not is_increment() -%}
        {{ return('true') }}
    {%- endif -%}
    {{ return(is_among(column, new_files())) }}
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


{% macro text_literal(value) -%}
    {{ return("'" ~ (value | string).replace("'", "''") ~ "'") }}
{%- endmacro %}
