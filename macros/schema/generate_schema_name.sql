{#- Schemas are the layers' own names (raw, reference, staging, intermediate, marts, audit), without a
    target prefix: the embedded database is one warehouse. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
