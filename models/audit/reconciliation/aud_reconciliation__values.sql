with recipes as (
    select * from {{ ref('ledger_recipes') }}
),

methods as (
    select * from {{ ref('ledger_methods') }}
),

points as (
    select * from {{ ref('aud_reconciliation__points') }}
),

-- Competition ranking: equals share a rank, and the next one skips (R-28).
ranked as (
    select
        points.*,
        methods.reduction_code,
        rank() over (
            partition by points.recipe_code order by points.point_value desc nulls last
        ) as rank_from_above,
        rank() over (
            partition by points.recipe_code order by points.point_value asc nulls last
        ) as rank_from_below
    from points
    inner join recipes
        on points.recipe_code = recipes.recipe_code
    inner join methods
        on recipes.method_code = methods.method_code
),

placed as (
    select
        ranked.*,
        ranked.is_target
        and ranked.rank_from_above <= {{ parameter('top_rank', 'integer') }} as is_target_in_top
    from ranked
),

final as (
    select
        placed.recipe_code,
        cast(
            case placed.reduction_code
                when 'single' then max(placed.point_value)
                when 'lowest' then min(placed.point_value)
                when 'highest' then max(placed.point_value)
                when 'number_of_groups' then count(*)
                when 'rank_from_above'
                    then max(placed.rank_from_above) filter (where placed.is_target)
                when 'rank_from_below'
                    then max(placed.rank_from_below) filter (where placed.is_target)
                when 'targets_in_top'
                    then count(*) filter (where placed.is_target_in_top)
            end as decimal(18, 6)
        ) as computed_value
    from placed
    group by placed.recipe_code, placed.reduction_code
)

select * from final
