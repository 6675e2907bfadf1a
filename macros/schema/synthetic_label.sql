{#- Nobody may take synthetic data for real: every table that was built from the shipped register says
    so in its comment, before anything else. -#}
{% macro duckdb__alter_relation_comment(relation, comment) -%}
    {%- set is_synthetic = not register_path() and relation.schema != 'reference' -%}
    {%- set label = 'SYNTHETIC DATA, not the real register. ' if is_synthetic else '' -%}
    comment on {{ relation.type }} {{ relation }} is {{ duckdb_escape_comment(label ~ comment) }};
{%- endmacro %}
