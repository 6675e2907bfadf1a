{#- A whole number from text; null for anything else (a decimal point, letters, an empty value). -#}
{% macro parse_integer(expression) -%}
    case
        when
            length({{ expression }}) between 1 and 9
            and length(translate({{ expression }}, '0123456789', '')) = 0
            then cast({{ expression }} as integer)
        when
            length({{ expression }}) between 2 and 9
            and translate({{ expression }}, '0123456789', '') = '-'
            and {{ expression }} like '-%'
            then cast({{ expression }} as integer)
    end
{%- endmacro %}
