{#- DuckDB opens no file beside the delivery, the office's and the seeds, loads no extension, and takes no other setting, until
    it is closed: whatever a delivery holds cannot lead it elsewhere. The warehouse itself is open by then. -#}
{% macro duckdb__lock_down() -%}
    {#- dbt loads a seed by its whole path; files_of_delivery looks from the project's directory. -#}
    {%- set seeds = graph.nodes.values() | selectattr('resource_type', 'equalto', 'seed') | list -%}
    {%- set folders = [
        text_literal(seeds[0]['root_path'] ~ '/seeds'),
        text_literal((invocation_args_dict.get('project_dir') or '.') ~ '/seeds'),
    ] -%}
    {%- if register_path() -%}
        {%- do folders.append(text_literal(register_path())) -%}
    {%- endif -%}
    {%- if office_path() -%}
        {%- do folders.append(text_literal(office_path())) -%}
    {%- endif -%}
    {%- for statement in [
        "set global TimeZone = 'UTC'",
        'set allowed_directories = [' ~ folders | join(', ') ~ ']',
        'set enable_external_access = false',
        'set lock_configuration = true',
    ] -%}
        {%- do run_query(statement) -%}
    {%- endfor -%}
{%- endmacro %}
