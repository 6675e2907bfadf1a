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

summed as (
    select
        recipe_groups.recipe_code,
        recipe_groups.group_code,
        {%- for side_code in ['part', 'whole', 'old_part', 'old_whole'] %}
        coalesce(
            sum(amounts.amount) filter (where amounts.side_code = '{{ side_code }}'), 0
        ) as {{ side_code }},
        {%- endfor %}
        coalesce(bool_or(amounts.side_code = 'target' and amounts.amount > 0), false) as is_target
    from recipe_groups
    inner join amounts
        on
            recipe_groups.recipe_code = amounts.recipe_code
            and amounts.group_code in (recipe_groups.group_code, 'every')
    group by recipe_groups.recipe_code, recipe_groups.group_code
),

sides as (
    select
        summed.*,
        summed.part - summed.old_part as part_growth,
        summed.whole - summed.old_whole as whole_growth
    from summed
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
                when 'share_of_growth' then 100 * sides.part_growth / nullif(sides.whole_growth, 0)
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

compared as (
    select
        measured.*,
        measured.new_value - measured.old_value as difference,
        lag(measured.new_value) over (
            partition by measured.recipe_code order by measured.group_code asc
        ) as previous_value
    from measured
),

final as (
    select
        compared.recipe_code,
        compared.group_code,
        compared.is_target,
        cast(
            case compared.change_code
                when 'none' then compared.new_value
                when 'times' then compared.new_value / nullif(compared.old_value, 0)
                when 'difference' then compared.difference
                when 'percent' then 100 * compared.difference / nullif(compared.old_value, 0)
                when 'step' then compared.new_value - compared.previous_value
            end as decimal(18, 6)
        ) as point_value
    from compared
)

select * from final
