{{ config(materialized='view') }}

with assessed as (
    select * from {{ ref('int_records__assessed') }}
),

repeated_ids as (
    select * from {{ ref('int_records__repeated_ids') }}
),

repeated as (
    select * from {{ ref('int_records__repeated') }}
),

-- Only what is asked for is read: nearly all records are of this kind.
unique_records as (
    select
        assessed.*,
        cast(null as string) as record_content,
        assessed.record_id as record_key,
        cast(1 as integer) as copy_number,
        false as has_other_content
    from assessed
    left join repeated_ids
        on assessed.record_id = repeated_ids.record_id
    where assessed.record_id is not null and repeated_ids.record_id is null
),

keyed as (
    select * from unique_records
    union all
    select * from repeated
),

-- A fault of the key comes before any other.
final as (
    select
        keyed.*,
        case
            when keyed.record_id is null then 'record_id_missing'
            when keyed.has_other_content then 'record_id_conflict'
            when keyed.copy_number > 1 then 'record_id_copy'
            else keyed.fault_code
        end as rejection_reason_code
    from keyed
)

select * from final
