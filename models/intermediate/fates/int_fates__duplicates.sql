with notifications as (
    select * from {{ ref('int_records__standing') }} as int_records__standing
    where int_records__standing.evidence_kind = 'notification'
),

final as (
    select
        notifications.record_key,
        notifications.registration_year,
        'R-05' as rule_id,
        'notification ' || cast(notifications.receipt_rank as string)
        || ' of this person by the same reporter group in the year' as detail
    from notifications
    where notifications.receipt_rank > 1
)

select * from final
