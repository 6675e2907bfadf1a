{#- A whole number of at most so many characters from text; null for anything else (a decimal point,
    letters, an empty value). -#}
{% macro parse_integer(expression, data_type='integer', length=9) -%}
    case
        when
            length({{ expression }}) between 1 and {{ length }}
            and length(translate({{ expression }}, '0123456789', '')) = 0
            then cast({{ expression }} as {{ data_type }})
        when
            length({{ expression }}) between 2 and {{ length }}
            and translate({{ expression }}, '0123456789', '') = '-'
            and {{ expression }} like '-%'
            then cast({{ expression }} as {{ data_type }})
    end
{%- endmacro %}
