{#- A date from text, in one of the two spellings of the contract (yyyy-mm-dd, dd-mm-yyyy); null when it
    is neither. The pattern is checked first, so that a spreadsheet's day number or an American date
    never becomes a date by accident; digit by digit, because DuckDB reads a date in `2018-02-1a` and in
    `-201-02-01`. -#}
{% macro parse_date(expression) -%}
    case
        when {{ matches_pattern(expression, '[0-9]{4}-[0-9]{2}-[0-9]{2}') }}
            then try_cast({{ expression }} as date)
        when {{ matches_pattern(expression, '[0-9]{2}-[0-9]{2}-[0-9]{4}') }}
            then try_cast(
                substr({{ expression }}, 7, 4)
                || '-' || substr({{ expression }}, 4, 2)
                || '-' || substr({{ expression }}, 1, 2) as date
            )
    end
{%- endmacro %}
