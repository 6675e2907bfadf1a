{#- How the rows of an increment take the place of those that a table has. dbt finds these macros by
    `incremental_strategy`. What has become empty is emptied, because the parts come from a table of
    their own and not from the new rows. -#}
{% macro get_incremental_changed_years_sql(arg_dict) -%}
    {{ return(replace_rows(arg_dict, only_changed_years(arg_dict['unique_key']))) }}
{%- endmacro %}


{% macro get_incremental_changed_editions_sql(arg_dict) -%}
    {{ return(replace_rows(arg_dict, only_changed_editions(arg_dict['unique_key']))) }}
{%- endmacro %}


{% macro get_incremental_following_years_sql(arg_dict) -%}
    {{ return(replace_rows(arg_dict, only_from_changed_years(arg_dict['unique_key']))) }}
{%- endmacro %}


{% macro get_incremental_new_files_sql(arg_dict) -%}
    {{ return(replace_rows(arg_dict, only_new_files(arg_dict['unique_key']))) }}
{%- endmacro %}


{#- A missing key is a key too. -#}
{% macro get_incremental_same_keys_sql(arg_dict) -%}
    {%- set key = arg_dict['unique_key'] -%}
    {%- set condition -%}
        {{ key }} in (select given.{{ key }} from {{ arg_dict['temp_relation'] }} as given)
        or {{ key }} is null
        and exists (
            select 1 from {{ arg_dict['temp_relation'] }} as given where given.{{ key }} is null
        )
    {%- endset -%}
    {{ return(replace_rows(arg_dict, condition)) }}
{%- endmacro %}


{#- The rejected are all written anew, whatever their year, and so are the records of the changed years.
    These are found by their ids: the key of one that was accepted may be another now. Who shares an id
    with a record that is accepted is its copy, and of the same year. -#}
{% macro get_incremental_changed_fates_sql(arg_dict) -%}
    {%- set id = arg_dict['unique_key'] -%}
    {%- set condition -%}
        fate_code = 'rejected'
        or {{ id }} in (
            select assessed.{{ id }}
            from {{ ref('int_records__assessed') }} as assessed
            where {{ only_changed_years('assessed.registration_year') }}
        )
    {%- endset -%}
    {{ return(replace_rows(arg_dict, condition)) }}
{%- endmacro %}


{% macro replace_rows(arg_dict, condition) -%}
    {%- set columns = arg_dict['dest_columns'] | map(attribute='quoted') | join(', ') -%}
    {%- set statements -%}
        delete from {{ arg_dict['target_relation'] }} where {{ condition }};
        insert into {{ arg_dict['target_relation'] }} ({{ columns }})
        select {{ columns }} from {{ arg_dict['temp_relation'] }};
    {%- endset -%}
    {{ return(statements) }}
{%- endmacro %}
