{#- A table is named by its schema and not by the file that it stands in, so that views still work when a
    file is renamed, copied or attached under another name. -#}
{% macro ref() -%}
    {%- set relation = builtins.ref(*varargs, **kwargs) -%}
    {{ return(relation.include(database=false)) }}
{%- endmacro %}
