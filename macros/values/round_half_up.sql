{#- The one place that rounds for print (R-31): half up, and away from zero below it, so that a fall of
    43.5 percent prints as -44 just as a rise of 43.5 prints as 44. The expression is a decimal or a
    whole number, never a float. -#}
{% macro round_half_up(expression, digits=0) -%}
    round(cast({{ expression }} as decimal(38, 12)), {{ digits }})
{%- endmacro %}

{#- A share as a whole percent, from two counts; null without a base (R-31). Exact: twice the
    percentage plus one half is a ratio of whole numbers before anything is divided. -#}
{% macro printed_pct(numerator, denominator) -%}
    cast(
        case
            when {{ denominator }} > 0
                then floor((200 * {{ numerator }} + {{ denominator }}) / (2 * {{ denominator }}))
        end as integer
    )
{%- endmacro %}
