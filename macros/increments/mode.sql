{#- Whether this build adds files to a warehouse instead of making it anew (docs/adr/0023-increments.md).
    Unit tests are of the rules: they have no files, and no tables that an increment would look into. -#}
{% macro is_increment() -%}
    {%- set is_asked_for = env_var('SLACHTOFFERMONITOR_INCREMENT', '') != '' -%}
    {%- set is_unit_test = model is defined and model.resource_type == 'unit_test' -%}
    {{ return(target.type == 'duckdb' and is_asked_for and not is_unit_test) }}
{%- endmacro %}


{#- Settings of a model that an increment rebuilds by year, and only the years that it changes; a full
    build makes a plain table. `column` holds the year; the model reads with `only_changed_years`. -#}
{% macro by_years(column='registration_year') -%}
    {{ return(by_parts('changed_years', column)) }}
{%- endmacro %}


{#- The same, by edition; the model reads with `only_changed_editions`. -#}
{% macro by_editions(column='edition_code') -%}
    {{ return(by_parts('changed_editions', column)) }}
{%- endmacro %}


{#- The same, but with all years after the first changed one (`only_from_changed_years`). -#}
{% macro by_following_years(column='registration_year') -%}
    {{ return(by_parts('following_years', column)) }}
{%- endmacro %}


{#- The same, by file of the delivery: an increment adds the rows of new files (`only_new_files`). -#}
{% macro by_files(column='source_file') -%}
    {{ return(by_parts('new_files', column)) }}
{%- endmacro %}


{#- The same, for the fates of all records (`get_incremental_changed_fates_sql`). -#}
{% macro by_fates(column='record_id') -%}
    {%- if is_increment() -%}
        {%- do ref('int_records__assessed') -%}
    {%- endif -%}
    {{ return(by_parts('changed_fates', column)) }}
{%- endmacro %}


{#- The same, by key: an increment gives all rows of a key, and they take the place of those that the
    table has. -#}
{% macro by_keys(column) -%}
    {{ return(by_parts('same_keys', column)) }}
{%- endmacro %}


{% macro by_parts(strategy, column) -%}
    {%- if not is_increment() -%}
        {{ return({'materialized': 'table'}) }}
    {%- endif -%}
    {{ return({
        'materialized': 'incremental',
        'incremental_strategy': strategy,
        'unique_key': column,
        'on_schema_change': 'fail',
    }) }}
{%- endmacro %}
