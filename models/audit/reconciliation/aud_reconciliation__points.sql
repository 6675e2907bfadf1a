with recipes as (
    select * from {{ ref('ledger_recipes') }}
),

methods as (
    select * from {{ ref('ledger_methods') }}
),

amounts as (
    select
        *,
        bool_or(aud_reconciliation__amounts.group_code <> 'every')
            over (partition by aud_reconciliation__amounts.recipe_code) as is_grouped
    from {{ ref('aud_reconciliation__amounts') }} as aud_reconciliation__amounts
),

-- The groups of a recipe; a side that is not grouped stands beside each of them.
recipe_groups as (
    select
        amounts.recipe_code,
        amounts.group_code
    from amounts
    where amounts.group_code <> 'every' or not amounts.is_grouped
    group by amounts.recipe_code, amounts.group_code
),

sides as (
    select
        recipe_groups.recipe_code,
        recipe_groups.group_code,
        coalesce(sum(amounts.amount) filter (where amounts.side_code = 'part'), 0) as part,
        coalesce(sum(amounts.amount) filter (where amounts.side_code = 'whole'), 0) as whole,
        coalesce(sum(amounts.amount) filter (where amounts.side_code = 'old_part'), 0) as old_part,
        coalesce(sum(amounts.amount) filter (where amounts.side_code = 'old_whole'), 0) as old_whole,
        coalesce(bool_or(amounts.side_code = 'target' and amounts.amount > 0), false) as is_target
    from recipe_groups
    inner join amounts
        on
            recipe_groups.recipe_code = amounts.recipe_code
            and amounts.group_code in (recipe_groups.group_code, 'every')
    group by recipe_groups.recipe_code, recipe_groups.group_code
),

measured as (
    select
        sides.recipe_code,
        sides.group_code,
        sides.is_target,
        methods.change_code,
        cast(
            case methods.measure_code
                when 'count' then sides.part
                when 'share' then 100 * sides.part / nullif(sides.whole, 0)
                when 'mean' then sides.part / nullif(sides.whole, 0)
                when 'share_of_growth'
                    then 100 * (sides.part - sides.old_part)
                        / nullif(sides.whole - sides.old_whole, 0)
            end as decimal(18, 6)
        ) as new_value,
        cast(
            case methods.measure_code
                when 'count' then sides.old_part
                when 'share' then 100 * sides.old_part / nullif(sides.old_whole, 0)
                when 'mean' then sides.old_part / nullif(sides.old_whole, 0)
            end as decimal(18, 6)
        ) as old_value
    from sides
    inner join recipes
        on sides.recipe_code = recipes.recipe_code
    inner join methods
        on recipes.method_code = methods.method_code
),

final as (
    select
        measured.recipe_code,
        measured.group_code,
        measured.is_target,
        cast(
            case measured.change_code
                when 'none' then measured.new_value
                when 'times' then measured.new_value / nullif(measured.old_value, 0)
                when 'difference' then measured.new_value - measured.old_value
                when 'percent'
                    then 100 * (measured.new_value - measured.old_value)
                        / nullif(measured.old_value, 0)
                when 'step'
                    then measured.new_value - lag(measured.new_value) over (
                        partition by measured.recipe_code
                        order by measured.group_code asc
                    )
            end as decimal(18, 6)
        ) as point_value
    from measured
)

select * from final
