{#- The files of the delivery as a relation: source_table, source_file, byte_count, sha256. -#}
{% macro files_of_delivery() -%}
    {{ return(adapter.dispatch('files_of_delivery')()) }}
{%- endmacro %}

{% macro default__files_of_delivery() -%}(select 1){%- endmacro %}

{% macro duckdb__files_of_delivery() -%}
    {%- set relation -%}
        (
            select
                listed.file.source_table,
                listed.file.source_file,
                listed.file.byte_count,
                listed.file.sha256
            from (select unnest(delivery_files({{ delivery_arguments() }})) as file) as listed
        )
    {%- endset -%}
    {{ return(relation) }}
{%- endmacro %}


{#- The directory of the delivery, and what stands before the names of its files. -#}
{% macro delivery_arguments() -%}
    {%- set path = register_path() -%}
    {%- set directory = path or invocation_args_dict.get('project_dir', '.') ~ '/seeds/registrations' -%}
    {{ return(text_literal(directory) ~ ', ' ~ text_literal('' if path else 'raw_')) }}
{%- endmacro %}
