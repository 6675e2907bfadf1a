{#- The names in braces of a method's sentence give way to the sides, one after the other. -#}
{%- set side_codes = ['part', 'whole', 'old_part', 'old_whole', 'target'] -%}
{%- set sentence = namespace(sql='methods.sentence') -%}
{%- for name in side_codes + ['group'] -%}
{%- set phrase = "coalesce(phrases." ~ name ~ "_phrase, '')" -%}
{%- set sentence.sql = "replace(" ~ sentence.sql ~ ", '{" ~ name ~ "}', " ~ phrase ~ ")" -%}
{%- endfor -%}

with recipes as (
    select * from {{ ref('ledger_recipes') }}
),

methods as (
    select * from {{ ref('ledger_methods') }}
),

sides as (
    select * from {{ ref('ledger_recipe_sides') }}
),

filters as (
    select * from {{ ref('ledger_recipe_filters') }}
),

dimensions as (
    select * from {{ ref('ledger_dimensions') }}
),

codes as (
    select * from {{ ref('aud_reconciliation__codes') }}
),

filter_phrases as (
    select
        filters.recipe_code,
        filters.side_code,
        filters.dimension_code,
        dimensions.phrase
        || ': '
        || {{ joined_text('codes.label', ' or ', 'filters.code asc') }} as filter_phrase
    from filters
    inner join dimensions
        on filters.dimension_code = dimensions.dimension_code
    inner join codes
        on
            filters.dimension_code = codes.dimension_code
            and filters.code = codes.code
    group by
        filters.recipe_code, filters.side_code, filters.dimension_code, dimensions.phrase
),

side_phrases as (
    select
        sides.recipe_code,
        sides.side_code,
        max(group_dimensions.phrase) as group_phrase,
        replace(sides.unit_kind_code, '_', ' ')
        || ' (edition ' || sides.edition_code
        || coalesce(
            '; ' || {{ joined_text(
                'filter_phrases.filter_phrase', '; ', 'filter_phrases.dimension_code asc'
            ) }},
            ''
        )
        || ')' as side_phrase
    from sides
    left join filter_phrases
        on
            sides.recipe_code = filter_phrases.recipe_code
            and sides.side_code = filter_phrases.side_code
    left join dimensions as group_dimensions
        on sides.group_dimension_code = group_dimensions.dimension_code
    group by sides.recipe_code, sides.side_code, sides.unit_kind_code, sides.edition_code
),

phrases as (
    select
        side_phrases.recipe_code,
        {%- for side_code in side_codes %}
        max(
            case when side_phrases.side_code = '{{ side_code }}' then side_phrases.side_phrase end
        ) as {{ side_code }}_phrase,
        {%- endfor %}
        max(side_phrases.group_phrase) as group_phrase
    from side_phrases
    group by side_phrases.recipe_code
),

final as (
    select
        recipes.recipe_code,
        {{ sentence.sql }} || '.' as how_computed
    from recipes
    inner join methods
        on recipes.method_code = methods.method_code
    inner join phrases
        on recipes.recipe_code = phrases.recipe_code
)

select * from final
