{{ config(materialized='view') }}

with accepted as (
    select * from {{ ref('int_records__accepted') }}
),

superseded as (
    select * from {{ ref('int_fates__superseded') }}
),

withdrawn as (
    select * from {{ ref('int_fates__withdrawn') }}
),

reporter_groups as (
    select * from {{ ref('ref_reporter_groups') }}
),

standing as (
    select
        accepted.*,
        case
            when accepted.is_om_letter then 'om_letter'
            when accepted.is_notifier then 'notification'
            else 'emm'
        end as evidence_kind
    from accepted
    where
        not exists (
            select 1 from superseded
            where accepted.record_key = superseded.record_key
        )
        and not exists (
            select 1 from withdrawn
            where accepted.record_key = withdrawn.record_key
        )
),

-- One text whose order is the order in which records are believed: reporter group, latest receipt,
-- notification id, record; a character that sorts before any other keeps them apart. The EMM comes
-- last (R-07).
final as (
    select
        standing.*,
        reporter_groups.priority_order,
        cast(coalesce(reporter_groups.priority_order, 9) as string)
        || chr(1) || cast(99999999 - (
            extract(year from standing.received_on) * 10000
            + extract(month from standing.received_on) * 100
            + extract(day from standing.received_on)
        ) as string)
        || chr(1) || coalesce(standing.notification_id, '')
        || chr(1) || standing.record_key as belief_order
    from standing
    left join reporter_groups
        on
            standing.reporter_group_code = reporter_groups.reporter_group_code
            and standing.evidence_kind = 'notification'
)

select * from final
