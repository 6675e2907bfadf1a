{#- Completed years between two dates; negative when the second date is before the first. -#}
{% macro age_in_years(born_on, on_date) -%}
    cast(
        floor(
            (
                (extract(year from {{ on_date }}) * 10000
                    + extract(month from {{ on_date }}) * 100
                    + extract(day from {{ on_date }}))
                - (extract(year from {{ born_on }}) * 10000
                    + extract(month from {{ born_on }}) * 100
                    + extract(day from {{ born_on }}))
            ) / 10000
        ) as integer
    )
{%- endmacro %}
