{{ config(materialized='view') }}

with standing as (
    select * from {{ ref('int_records__standing') }}
),

repeated as (
    select * from {{ ref('int_fates__repeated') }}
),

reporter_groups as (
    select * from {{ ref('ref_reporter_groups') }}
),

-- The place among the records of one reporter group, or of the EMM, about a person in a year.
placed as (
    select
        standing.*,
        coalesce(repeated.receipt_rank, 1) as receipt_rank
    from standing
    left join repeated
        on standing.record_key = repeated.record_key
),

-- The order of the sources as one number: reporter group, with the EMM last (R-07), then the latest
-- day, then the place among the records of that day.
final as (
    select
        placed.*,
        reporter_groups.priority_order,
        cast(coalesce(reporter_groups.priority_order, 9) as bigint) * 1000000000000000
        + (99999999 - cast(
            extract(year from placed.received_on) * 10000
            + extract(month from placed.received_on) * 100
            + extract(day from placed.received_on) as bigint
        )) * 10000000
        + placed.receipt_rank as source_priority
    from placed
    left join reporter_groups
        on
            placed.reporter_group_code = reporter_groups.reporter_group_code
            and placed.evidence_kind = 'notification'
)

select * from final
