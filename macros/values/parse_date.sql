{#- A date from text, in one of the two spellings of the contract (yyyy-mm-dd, dd-mm-yyyy); null when it
    is neither. The pattern is checked first, so that a spreadsheet's day number or an American date
    never becomes a date by accident. -#}
{% macro parse_date(expression) -%}
    case
        when {{ expression }} like '____-__-__'
            then try_cast({{ expression }} as date)
        when {{ expression }} like '__-__-____'
            then try_cast(
                substr({{ expression }}, 7, 4)
                || '-' || substr({{ expression }}, 4, 2)
                || '-' || substr({{ expression }}, 1, 2) as date
            )
    end
{%- endmacro %}
