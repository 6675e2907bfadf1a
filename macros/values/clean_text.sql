{#- The text as it is seen: what takes no room is gone, every kind of blank or line end is a blank, and none
    stands at either end; null when nothing is left. -#}
{% macro clean_text(expression) -%}
    nullif(trim({{ blanks_as_seen(expression) }}), '')
{%- endmacro %}


{#- Zero-width characters, marks of direction or byte order, soft hyphens and control characters are left out; hard,
    thin and wide blanks, tabs and ends of lines and pages are blanks, one for one. -#}
{% macro blanks_as_seen(expression) -%}
    {{ return(adapter.dispatch('blanks_as_seen')(expression)) }}
{%- endmacro %}

{% macro duckdb__blanks_as_seen(expression) -%}
    regexp_replace(
        regexp_replace({{ expression }}, '{{ unseen_characters() }}', '', 'g'),
        '{{ blank_characters() }}', ' ', 'g'
    )
{%- endmacro %}


{% macro unseen_characters() -%}
    {{ return('[\\p{Cf}\\x{00}-\\x{08}\\x{0E}-\\x{1B}\\x{7F}-\\x{84}\\x{86}-\\x{9F}\\x{34F}\\x{115F}\\x{1160}\\x{17B4}\\x{17B5}'
        ~ '\\x{180B}-\\x{180F}\\x{3164}\\x{FE00}-\\x{FE0F}\\x{FFA0}]+') }}
{%- endmacro %}


{% macro blank_characters() -%}
    {{ return('[\\p{Z}\\x{09}-\\x{0D}\\x{1C}-\\x{1F}\\x{85}\\x{2800}]') }}
{%- endmacro %}


{#- clean_text for a value that hardly repeats. Visible characters of ASCII that end in a digit are clean; seeing
    that costs a fraction of cleaning. -#}
{% macro clean_unique_text(expression) -%}
    case
        when {{ matches_pattern(expression, '[!-~]*[0-9]') }} then {{ expression }}
        else {{ clean_text(expression) }}
    end
{%- endmacro %}


{#- An identifier of a record, a notification or a person. What programs and people write where there is none is
    none: it would make one person of many. -#}
{% macro clean_identifier(expression) -%}
    case
        when {{ matches_pattern(expression, '[!-~]*[0-9]') }} then {{ expression }}
        when {{ says_nothing(clean_text(expression)) }} then null
        else {{ clean_text(expression) }}
    end
{%- endmacro %}


{% macro says_nothing(expression) -%}
    {{ return(adapter.dispatch('says_nothing')(expression)) }}
{%- endmacro %}

{% macro duckdb__says_nothing(expression) -%}
    regexp_full_match(lower({{ expression }}), '{{ words_for_nothing() }}')
{%- endmacro %}


{#- The words, whatever marks stand around and between their letters (`N/A`, `<null>`, `n.v.t.`), `\N`, and texts
    of marks alone. -#}
{% macro words_for_nothing() -%}
    {%- set mark = '[^\\p{L}\\p{N}]' -%}
    {%- set words = [
        'null', 'none', 'nil', 'na', 'nan', 'nb', 'nvt', 'missing', 'undefined', 'unknown', 'notavailable',
        'notapplicable', 'notknown', 'onbekend', 'geen', 'leeg', 'nietbekend', 'nietingevuld', 'nietvantoepassing',
    ] -%}
    {%- set spelled = [mark ~ 'n'] -%}
    {%- for word in words -%}
        {%- do spelled.append(word | list | join(mark ~ '*')) -%}
    {%- endfor -%}
    {{ return(mark ~ '*(' ~ spelled | join('|') ~ ')?' ~ mark ~ '*') }}
{%- endmacro %}
