{#- DuckDB opens no file beside the delivery, the office's and the seeds, loads no extension, and takes no other setting, until
    it is closed: whatever a delivery holds cannot lead it elsewhere. The warehouse itself is open by then. -#}
{% macro duckdb__lock_down() -%}
    {#- dbt loads a seed by its whole path; files_of_delivery looks from the project's directory. -#}
    {%- set seeds = graph.nodes.values() | selectattr('resource_type', 'equalto', 'seed') | list -%}
    {%- set folders = [
        seeds[0]['root_path'] ~ '/seeds',
        (invocation_args_dict.get('project_dir') or '.') ~ '/seeds',
    ] + [register_path(), office_path()] | select | list -%}
    {#- DuckDB compares what is asked for as it is written: a path, or a pattern. -#}
    {%- set allowed = [] -%}
    {%- for folder in folders -%}
        {%- do allowed.extend([text_literal(folder), path_literal(folder)]) -%}
    {%- endfor -%}
    {#- A program that runs dbt twice may have kept the file open, and the lock with it. -#}
    {%- if not run_query("select current_setting('lock_configuration')").columns[0].values()[0] -%}
    {%- for statement in [
        "set global TimeZone = 'UTC'",
        'set allowed_directories = [' ~ allowed | join(', ') ~ ']',
        'set enable_external_access = false',
        'set lock_configuration = true',
    ] -%}
        {%- do run_query(statement) -%}
    {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
