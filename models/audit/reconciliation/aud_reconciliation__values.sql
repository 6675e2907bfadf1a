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

final as (
    select
        ranked.recipe_code,
        cast(
            case ranked.reduction_code
                when 'single' then max(ranked.point_value)
                when 'lowest' then min(ranked.point_value)
                when 'highest' then max(ranked.point_value)
                when 'number_of_groups' then count(*)
                when 'rank_from_above'
                    then max(ranked.rank_from_above) filter (where ranked.is_target)
                when 'rank_from_below'
                    then max(ranked.rank_from_below) filter (where ranked.is_target)
                when 'targets_in_top'
                    then count(*) filter (
                        where ranked.is_target
                        and ranked.rank_from_above <= {{ parameter('top_rank', 'integer') }}
                    )
            end as decimal(18, 6)
        ) as computed_value
    from ranked
    group by ranked.recipe_code, ranked.reduction_code
)

select * from final
