{#- A text as Spark's SQL writes it: it reads a backslash as the beginning of something else. -#}
{% macro spark_text(text) -%}
    {{ return("'" ~ text | replace("\\", "\\\\") | replace("'", "\\'") ~ "'") }}
{%- endmacro %}
