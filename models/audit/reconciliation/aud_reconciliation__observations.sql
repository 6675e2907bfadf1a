with sides as (
    select * from {{ ref('ledger_recipe_sides') }}
),

filters as (
    select * from {{ ref('ledger_recipe_filters') }}
),

unit_codes as (
    select * from {{ ref('aud_reconciliation__unit_codes') }}
),

-- What no recipe asks for is not kept.
asked_dimensions as (
    select
        sides.unit_kind_code,
        sides.edition_code,
        coalesce(filters.dimension_code, 'unit') as dimension_code
    from sides
    left join filters
        on
            sides.recipe_code = filters.recipe_code
            and sides.side_code = filters.side_code
    union
    select
        sides.unit_kind_code,
        sides.edition_code,
        coalesce(sides.group_dimension_code, 'unit') as dimension_code
    from sides
),

final as (
    select
        unit_codes.unit_kind_code,
        unit_codes.edition_code,
        unit_codes.unit_key,
        unit_codes.dimension_code,
        unit_codes.code,
        unit_codes.amount
    from unit_codes
    inner join asked_dimensions
        on
            unit_codes.unit_kind_code = asked_dimensions.unit_kind_code
            and unit_codes.edition_code = asked_dimensions.edition_code
            and unit_codes.dimension_code = asked_dimensions.dimension_code
)

select * from final
