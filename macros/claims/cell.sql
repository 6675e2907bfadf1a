{#- A published cell of the exhibit and edition that the model reads. Zero without one. -#}
{% macro cell(row_code, column_code, measure='victims') -%}
    {{ return("coalesce(sum(value) filter (where row_code = '" ~ row_code ~ "' and column_code = '"
        ~ column_code ~ "' and measure = '" ~ measure ~ "'), 0)") }}
{%- endmacro %}


{#- The percentage that a published cell is of another in its column. Empty when that is zero. -#}
{% macro cell_share(row_code, of, column_code, measure='victims') -%}
    {{ return('100 * ' ~ cell(row_code, column_code, measure)
        ~ ' / nullif(' ~ cell(of, column_code) ~ ', 0)') }}
{%- endmacro %}
