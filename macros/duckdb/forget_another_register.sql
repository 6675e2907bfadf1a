{% macro duckdb__forget_another_register() -%}
    {%- set is_whole = not invocation_args_dict.get('select') and not invocation_args_dict.get('exclude') -%}
    {%- set known = adapter.get_relation(target.database, 'audit', 'aud_delivery_files') -%}
    {%- if is_whole and known is not none and was_built_from_other_files(known) -%}
        {%- for schema in ['raw', 'staging', 'intermediate', 'marts', 'audit', 'failures'] -%}
            {%- set relation = api.Relation.create(database=target.database, schema=schema) -%}
            {%- do adapter.drop_schema(relation) -%}
            {%- do adapter.create_schema(relation) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}


{% macro was_built_from_other_files(known) -%}
    {%- set query -%}
        with built as (
            select distinct files.source_file, files.byte_count, files.sha256
            from {{ known }} as files
        ),

        delivered as (
            select files.source_file, files.byte_count, files.sha256
            from {{ files_of_delivery() }} as files
        )

        select count(*) as different
        from (
            (select * from built except select * from delivered)
            union all
            (select * from delivered except select * from built)
        ) as different
    {%- endset -%}
    {{ return(run_query(query).columns[0].values()[0] > 0) }}
{%- endmacro %}
