{% macro duckdb__files_of_delivery() -%}
    {%- if not execute -%}
        {{ return('(select 1)') }}
    {%- endif -%}
    (
        {%- for file in (delivered_files() if register_path() else shipped_files()) %}
        {{ 'union all' if not loop.first }}
        select
            '{{ file["source_table"] }}' as source_table,
            {{ text_literal(file['source_file']) }} as source_file,
            files.size as byte_count,
            {{ 'sha256(files.content)' if fits_in_memory(file) else 'cast(null as varchar)' }} as sha256
        from read_blob({{ path_literal(file['path']) }}) as files
        {%- endfor %}
    )
{%- endmacro %}


{#- DuckDB holds the whole of a file whose bytes are looked at, in memory that no limit counts. -#}
{% macro fits_in_memory(file) -%}
    {{ return(file['byte_count'] <= 500000000) }}
{%- endmacro %}


{% macro shipped_files() -%}
    {%- set files = [] -%}
    {%- for table in ['emm_records', 'notifications'] -%}
        {%- set name = 'raw_' ~ table ~ '.csv' -%}
        {%- do files.append({
            'source_table': table,
            'source_file': name,
            'path': (invocation_args_dict.get('project_dir') or '.') ~ '/seeds/registrations/' ~ name,
            'byte_count': 0,
        }) -%}
    {%- endfor -%}
    {{ return(files) }}
{%- endmacro %}
