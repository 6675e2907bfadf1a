{#- Nobody may take synthetic data for real: every table that was built from the shipped register says
    so in its comment, before anything else. -#}
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
        comment {{ spark_text(labelled_comment(model.schema, model.description)) }}
    {%- endif -%}
{%- endmacro %}
