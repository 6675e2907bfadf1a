{#- The files of the delivery, or of the shipped register, as a relation: source_table, source_file,
    byte_count, sha256; a large file has none. -#}
{% macro files_of_delivery() -%}
    {{ return(adapter.dispatch('files_of_delivery')()) }}
{%- endmacro %}

{% macro default__files_of_delivery() -%}(select 1){%- endmacro %}
