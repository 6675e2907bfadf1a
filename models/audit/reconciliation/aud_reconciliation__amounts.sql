with sides as (
    select
        *,
        row_number() over (
            order by sides.recipe_code asc, sides.side_code asc
        ) as side_number
    from {{ ref('aud_reconciliation__sides') }} as sides
),

filters as (
    select * from {{ ref('ledger_recipe_filters') }}
),

group_codes as (
    select * from {{ ref('aud_reconciliation__group_codes') }}
),

-- A side without a filter counts every unit of its edition. Each dimension of a side has a bit.
conditions as (
    select
        sides.side_number,
        sides.grouping_number,
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
        group_codes.group_number,
        bit_or(conditions.dimension_bit) as dimension_mask
    from conditions
    inner join group_codes
        on
            conditions.grouping_number = group_codes.grouping_number
            and conditions.edition_code = group_codes.edition_code
            and conditions.dimension_code = group_codes.dimension_code
            and conditions.code = group_codes.code
    group by conditions.side_number, group_codes.group_number
),

-- Units satisfy a side when they have one of the codes in every dimension that the side names.
satisfying_groups as (
    select
        matches.side_number,
        matches.group_number
    from matches
    inner join named_dimensions
        on
            matches.side_number = named_dimensions.side_number
            and matches.dimension_mask = named_dimensions.dimension_mask
),

summed as (
    select
        sides.side_number,
        group_codes.code as group_code,
        sum(group_codes.amount) as amount
    from satisfying_groups
    inner join sides
        on satisfying_groups.side_number = sides.side_number
    inner join group_codes
        on
            satisfying_groups.group_number = group_codes.group_number
            and coalesce(sides.group_dimension_code, 'unit') = group_codes.dimension_code
    group by sides.side_number, group_codes.code
),

-- A side that no unit satisfies amounts to zero; a group that no unit is in does not exist.
final as (
    select
        sides.recipe_code,
        sides.side_code,
        coalesce(summed.group_code, 'every') as group_code,
        cast(coalesce(summed.amount, 0) as decimal(18, 6)) as amount
    from sides
    left join summed
        on sides.side_number = summed.side_number
    where
        sides.group_dimension_code is null
        or summed.group_code is not null
)

select * from final
