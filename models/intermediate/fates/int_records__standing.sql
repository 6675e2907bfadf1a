{{ config(materialized='view') }}

with records as (
    select * from {{ ref('int_records__decoded') }}
),

superseded as (
    select * from {{ ref('int_fates__superseded') }}
),

-- R-01: the highest version of a notification counts, unless it is withdrawn.
final as (
    select records.*
    from records
    left join superseded
        on records.record_key = superseded.record_key
    where
        records.rejection_reason_code is null
        and superseded.record_key is null
        and records.status_code is distinct from 'withdrawn'
)

select * from final
