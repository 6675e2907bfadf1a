with unusable_values as (
    select * from {{ ref('int_records__unusable_values') }}
),

final as (
    select
        unusable_values.record_key,
        unusable_values.victim_year_key,
        unusable_values.delivery_id,
        unusable_values.attribute_name,
        'R-26' as rule_id,
        unusable_values.issue_code,
        'unknown' as treated_as
    from unusable_values
)

select * from final
order by
    final.record_key nulls last,
    final.victim_year_key nulls last,
    final.attribute_name
