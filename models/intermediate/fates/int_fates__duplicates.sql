with notifications as (
    select * from {{ ref('int_records__standing') }} as int_records__standing
    where int_records__standing.evidence_kind = 'notification'
),

ranked as (
    select
        notifications.record_key,
        row_number() over (
            partition by
                notifications.person_pseudonym,
                notifications.registration_year,
                notifications.reporter_group_code
            order by
                notifications.received_on asc,
                notifications.notification_id asc,
                notifications.record_key asc
        ) as order_of_receipt
    from notifications
),

final as (
    select
        ranked.record_key,
        'R-05' as rule_id,
        'notification ' || cast(ranked.order_of_receipt as string)
        || ' of this person by the same reporter group in the year' as detail
    from ranked
    where ranked.order_of_receipt > 1
)

select * from final
