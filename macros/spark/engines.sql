{#- The macros that are spelled in two ways, as Spark spells them; the other spelling stands beside the
    macro (`macros/engines`, `macros/values`). -#}

{% macro spark__joined_text(expression, separator, order_by, condition) -%}
    string_agg({{ expression }}, '{{ separator }}') within group (order by {{ order_by }})
    {%- if condition != 'true' %} filter (where {{ condition }}){% endif %}
{%- endmacro %}


{#- Not `$`: Java lets a line end stand behind it. -#}
{% macro spark__matches_pattern(expression, pattern) -%}
    regexp_like({{ expression }}, '^({{ pattern }})\\z')
{%- endmacro %}


{#- Spark reads a backslash inside a text as the beginning of something else. -#}
{% macro spark__blanks_as_seen(expression, run='') -%}
    regexp_replace(
        regexp_replace({{ expression }}, '{{ unseen_characters().replace("\\", "\\\\") }}', ''),
        '{{ blank_characters().replace("\\", "\\\\") ~ run }}', ' '
    )
{%- endmacro %}


{% macro spark__without_words_for_nothing(expression) -%}
    regexp_replace({{ expression }}, '(?iu)^({{ words_for_nothing().replace("\\", "\\\\") }})\\z', '')
{%- endmacro %}


{% macro spark__whole_numbers(column, first, last) -%}
    (select explode(sequence({{ first }}, {{ last }})) as {{ column }})
{%- endmacro %}


{#- Spark has no information schema: its catalogue is read, and written out. -#}
{% macro spark__built_columns(schemas) -%}
    {%- set rows = [] -%}
    {%- if execute -%}
        {%- for schema in schemas -%}
            {#- The views that unit tests work with are of no schema, and are named in all of them. -#}
            {%- for table in run_query('show tables in ' ~ schema).rows if not table.isTemporary -%}
                {%- set name = table.tableName -%}
                {%- set columns = run_query('show columns in ' ~ schema ~ '.' ~ name) -%}
                {%- for column in columns.columns[0].values() -%}
                    {%- do rows.append("('" ~ [schema, name, column] | join("', '") ~ "')") -%}
                {%- endfor -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
    (
        select built.*
        from (values {{ rows | join(', ') or "('', '', '')" }})
            as built (table_schema, table_name, column_name)
    )
{%- endmacro %}


{#- Spark reads a backslash as the beginning of something else. -#}
{% macro spark__text_literal(value) -%}
    {{ return("'" ~ value | string | replace("\\", "\\\\") | replace("'", "\\'") ~ "'") }}
{%- endmacro %}


{% macro spark__cells_in_columns(relation, columns) -%}
    {%- set cells = [] -%}
    {%- for column in columns -%}
        {%- do cells.append("'" ~ column ~ "', cast(cells." ~ column ~ " as string)") -%}
    {%- endfor -%}
    (
        select stack({{ columns | length }}, {{ cells | join(', ') }}) as (column_name, cell_value)
        from {{ relation }} as cells
    )
{%- endmacro %}
