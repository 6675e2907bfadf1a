{#- Comments of a table and of all its columns, in one statement. dbt-duckdb would first ask which columns
    there are and leave out what is not among them, for every table anew, which takes much of the time of a
    small build. A description of a column that is not there stops the build instead. -#}
{% macro duckdb__persist_docs(relation, model, for_relation, for_columns) -%}
    {%- set comments = [] -%}
    {%- if for_relation and config.persist_relation_docs() and model.description -%}
        {%- do comments.append(alter_relation_comment(relation, model.description)) -%}
    {%- endif -%}
    {%- if for_columns and config.persist_column_docs() and model.columns -%}
        {%- do comments.append(alter_column_comment(relation, model.columns)) -%}
    {%- endif -%}
    {%- if comments -%}
        {%- call statement('comments') -%}
            {{ comments | join('\n') }}
        {%- endcall -%}
    {%- endif -%}
{%- endmacro %}


{% macro duckdb__alter_column_comment(relation, column_dict) -%}
    {%- for column in column_dict.values() %}
        comment on column {{ relation }}.{{ adapter.quote(column.name) if column.quote else column.name }}
        is {{ duckdb_escape_comment(column.description) }};
    {%- endfor %}
{%- endmacro %}


{#- Synthetic data must not be taken for real: every table that was built from the shipped register says so
    in its comment, before anything else. -#}
{% macro labelled_comment(schema, comment) -%}
    {%- set is_synthetic = not register_path() and schema != 'reference' -%}
    {{ return(('SYNTHETIC DATA, not the real register. ' if is_synthetic else '') ~ comment) }}
{%- endmacro %}


{% macro duckdb__alter_relation_comment(relation, comment) -%}
    comment on {{ relation.type }} {{ relation }}
    is {{ duckdb_escape_comment(labelled_comment(relation.schema, comment)) }};
{%- endmacro %}


{% macro spark__comment_clause() -%}
    {%- if config.get('persist_docs', {}).get('relation') -%}
        comment {{ text_literal(labelled_comment(model.schema, model.description)) }}
    {%- endif -%}
{%- endmacro %}
