with rules as (
    select * from {{ ref('ref_exclusion_rules') }}
),

final as (
    select
        rules.exclusion_rule_id,
        rules.sort_order,
        rules.label_nl,
        rules.label_en,
        false as is_unknown
    from rules
)

select * from final
