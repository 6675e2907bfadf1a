with sides as (
    select
        *,
        row_number() over (
            order by ledger_recipe_sides.recipe_code asc, ledger_recipe_sides.side_code asc
        ) as side_number
    from {{ ref('ledger_recipe_sides') }} as ledger_recipe_sides
),

filters as (
    select * from {{ ref('ledger_recipe_filters') }}
),

observations as (
    select * from {{ ref('aud_reconciliation__observations') }}
),

-- A side without a filter counts every unit of its edition. Each dimension of a side has a bit.
conditions as (
    select
        sides.side_number,
        sides.unit_kind_code,
        sides.edition_code,
        coalesce(filters.dimension_code, 'unit') as dimension_code,
        coalesce(filters.code, 'every') as code,
        1 << (
            dense_rank() over (
                partition by sides.side_number order by filters.dimension_code asc
            ) - 1
        ) as dimension_bit
    from sides
    left join filters
        on
            sides.recipe_code = filters.recipe_code
            and sides.side_code = filters.side_code
),

named_dimensions as (
    select
        conditions.side_number,
        bit_or(conditions.dimension_bit) as dimension_mask
    from conditions
    group by conditions.side_number
),

matches as (
    select
        conditions.side_number,
        observations.unit_key,
        bit_or(conditions.dimension_bit) as dimension_mask
    from conditions
    inner join observations
        on
            conditions.unit_kind_code = observations.unit_kind_code
            and conditions.edition_code = observations.edition_code
            and conditions.dimension_code = observations.dimension_code
            and conditions.code = observations.code
    group by conditions.side_number, observations.unit_key
),

-- A unit satisfies a side when it has one of the codes in every dimension that the side names.
satisfying_units as (
    select
        matches.side_number,
        matches.unit_key
    from matches
    inner join named_dimensions
        on
            matches.side_number = named_dimensions.side_number
            and matches.dimension_mask = named_dimensions.dimension_mask
),

grouped as (
    select
        sides.side_number,
        observations.code as group_code,
        sum(observations.amount) as amount
    from satisfying_units
    inner join sides
        on satisfying_units.side_number = sides.side_number
    inner join observations
        on
            satisfying_units.unit_key = observations.unit_key
            and sides.unit_kind_code = observations.unit_kind_code
            and sides.edition_code = observations.edition_code
            and observations.dimension_code = coalesce(sides.group_dimension_code, 'unit')
    group by sides.side_number, observations.code
),

-- A side that no unit satisfies amounts to zero; a group that no unit is in does not exist.
final as (
    select
        sides.recipe_code,
        sides.side_code,
        coalesce(grouped.group_code, 'every') as group_code,
        cast(coalesce(grouped.amount, 0) as decimal(18, 6)) as amount
    from sides
    left join grouped
        on sides.side_number = grouped.side_number
    where
        sides.group_dimension_code is null
        or grouped.group_code is not null
)

select * from final
