{#- The texts of a group joined into one, in a fixed order; `condition` keeps some of them. -#}
{% macro joined_text(expression, separator, order_by, condition='true') -%}
    {{ return(adapter.dispatch('joined_text')(expression, separator, order_by, condition)) }}
{%- endmacro %}

{% macro duckdb__joined_text(expression, separator, order_by, condition) -%}
    string_agg({{ expression }}, '{{ separator }}' order by {{ order_by }})
    {%- if condition != 'true' %} filter (where {{ condition }}){% endif %}
{%- endmacro %}
