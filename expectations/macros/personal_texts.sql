{#- Whether a text is two words of letters alone, with a blank or a comma between them, or has an at
    sign: a name or an address. -#}
{% macro is_name_or_address(text) -%}
({{ text }} like '%@%' or regexp_full_match({{ text }}, '[\pL''’.-]+(, ?| )[\pL''’,. -]+'))
{%- endmacro %}


{#- Whether a text is a day. -#}
{% macro is_day(text) -%}
regexp_full_match({{ text }}, '[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}-[0-9]{2}-[0-9]{4}')
{%- endmacro %}


{#- Whether a text is eight or nine digits: a citizen service number has as many. -#}
{% macro is_eight_or_nine_digits(text) -%}
length({{ text }}) in (8, 9) and length(translate({{ text }}, '0123456789', '')) = 0
{%- endmacro %}


{#- Whether a number passes the check of citizen service numbers: the weighted sum of the digits is
    a multiple of eleven. -#}
{% macro has_check_digit(number) -%}
mod(
{%- for weight in [9, 8, 7, 6, 5, 4, 3, 2, -1] -%}
{{ ' + ' if not loop.first }}{{ weight }} * cast(substr(lpad({{ number }}, 9, '0'), {{ loop.index }}, 1) as integer)
{%- endfor -%}
, 11) = 0
{%- endmacro %}
