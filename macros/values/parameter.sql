{#- The value of a documented parameter (seeds/reference/ref_parameters.csv), as a scalar subquery. -#}
{% macro parameter(code, data_type) -%}
    (
        select cast(parameters.parameter_value as {{ data_type }})
        from {{ ref('ref_parameters') }} as parameters
        where parameters.parameter_code = '{{ code }}'
    )
{%- endmacro %}
