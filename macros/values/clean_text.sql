{#- The text without blanks, tabs, line ends, page ends and hard blanks around it; null when nothing is left. -#}
{% macro clean_text(expression) -%}
    nullif({{ trim_blanks(expression) }}, '')
{%- endmacro %}

{% macro trim_blanks(expression) -%}
    trim(both ' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(160) from {{ expression }})
{%- endmacro %}


{#- The same for a value that hardly repeats, such as an identifier: looking for a blank at its ends costs a
    third of trimming it. -#}
{% macro clean_identifier(expression) -%}
    case
        when
            {{ expression }} >= '!'
            and {{ expression }} < chr(160)
            and substr({{ expression }}, -1) between '!' and '~'
            then {{ expression }}
        else {{ clean_text(expression) }}
    end
{%- endmacro %}
