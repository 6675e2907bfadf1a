{#- A path as SQL writes it, in which DuckDB takes no character for a wildcard; `pattern` goes on behind it. -#}
{% macro path_literal(path, pattern='') -%}
    {%- set plain = path.replace('[', '[[]').replace('*', '[*]').replace('?', '[?]') -%}
    {{ return(text_literal(plain ~ pattern)) }}
{%- endmacro %}


{#- A name as SQL writes it, whatever characters it holds. -#}
{% macro quoted_name(name) -%}
    {{ return('"' ~ name.replace('"', '""') ~ '"') }}
{%- endmacro %}
