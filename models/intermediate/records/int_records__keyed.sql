{{ config(materialized='view') }}

with received as (
    select * from {{ ref('int_records__received') }}
),

repeated_ids as (
    select * from {{ ref('int_records__repeated_ids') }}
),

repeated as (
    select * from {{ ref('int_records__repeated') }}
),

-- Read once, and only what is asked for: nearly all records are of this kind.
unique_records as (
    select
        received.*,
        received.record_id as record_key,
        cast(1 as integer) as copy_number,
        false as has_other_content
    from received
    where not exists (
        select 1
        from repeated_ids
        where repeated_ids.record_id is not distinct from received.record_id
    )
),

final as (
    select * from unique_records
    union all
    select * from repeated
)

select * from final
