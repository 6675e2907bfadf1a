{#- The text as it is seen: what takes no room is gone, every kind of blank or line end is a blank, and none
    stands at either end; null when nothing is left. -#}
{% macro clean_text(expression) -%}
    nullif(trim({{ blanks_as_seen(expression) }}), '')
{%- endmacro %}


{#- Zero-width characters, marks of direction or byte order, soft hyphens and control characters are left out; hard,
    thin and wide blanks, tabs and ends of lines and pages are blanks: one for one, or with `run='+'` one for all that stand together. -#}
{% macro blanks_as_seen(expression, run='') -%}
    {{ return(adapter.dispatch('blanks_as_seen')(expression, run)) }}
{%- endmacro %}

{% macro duckdb__blanks_as_seen(expression, run='') -%}
    regexp_replace(
        regexp_replace({{ expression }}, '{{ unseen_characters() }}', '', 'g'),
        '{{ blank_characters() ~ run }}', ' ', 'g'
    )
{%- endmacro %}


{#- Ranges, and no classes of Unicode such as Cf: with those the same texts take ten times as long. -#}
{% macro unseen_characters() -%}
    {{ return('[\\x{01}-\\x{08}\\x{0E}-\\x{1B}\\x{7F}-\\x{84}\\x{86}-\\x{9F}\\x{AD}\\x{34F}\\x{61C}\\x{115F}\\x{1160}'
        ~ '\\x{17B4}\\x{17B5}\\x{180B}-\\x{180F}\\x{200B}-\\x{200F}\\x{202A}-\\x{202E}\\x{2060}-\\x{206F}\\x{3164}'
        ~ '\\x{FE00}-\\x{FE0F}\\x{FEFF}\\x{FFA0}\\x{FFF9}-\\x{FFFB}\\x{E0000}-\\x{E007F}]+') }}
{%- endmacro %}


{% macro blank_characters() -%}
    {{ return('[\\x{09}-\\x{0D}\\x{1C}-\\x{20}\\x{85}\\x{A0}\\x{1680}\\x{2000}-\\x{200A}\\x{2028}\\x{2029}\\x{202F}'
        ~ '\\x{205F}\\x{2800}\\x{3000}]') }}
{%- endmacro %}


{#- clean_text for a value that hardly repeats. Visible characters of ASCII with a digit among them are clean; seeing
    that costs a fraction of cleaning. -#}
{% macro clean_unique_text(expression) -%}
    case
        when {{ matches_pattern(expression, '[!-~]*[0-9][!-~]*') }} then {{ expression }}
        else {{ clean_text(expression) }}
    end
{%- endmacro %}


{#- An identifier of a record, a notification or a person. What programs and people write where there is none is
    none: it would make one person of many. The clean text is written once: DuckDB works out for every row what
    is written twice. -#}
{% macro clean_identifier(expression) -%}
    case
        when {{ matches_pattern(expression, '[!-~]*[0-9][!-~]*') }} then {{ expression }}
        else nullif({{ without_words_for_nothing('trim(' ~ blanks_as_seen(expression) ~ ')') }}, '')
    end
{%- endmacro %}


{% macro without_words_for_nothing(expression) -%}
    {{ return(adapter.dispatch('without_words_for_nothing')(expression)) }}
{%- endmacro %}

{% macro duckdb__without_words_for_nothing(expression) -%}
    regexp_replace({{ expression }}, '(?i)^({{ words_for_nothing() }})$', '')
{%- endmacro %}


{#- The words with marks around them (`<null>`, `#N/A`), `\N`, and texts of marks alone. -#}
{% macro words_for_nothing() -%}
    {%- set words = [
        'null', 'none', 'nil', '[^0-9a-z]n', 'n[^0-9a-z]?a', 'nan', 'nb', 'n[.]b', 'nvt', 'n[.]v[.]t',
        'missing', 'undefined', 'unknown', 'not available', 'not applicable', 'not known', 'onbekend', 'geen', 'leeg',
        'niet bekend', 'niet ingevuld', 'niet van toepassing',
    ] -%}
    {{ return('[^\\p{L}\\p{N}]*(' ~ words | join('|') ~ ')?[^\\p{L}\\p{N}]*') }}
{%- endmacro %}
