{{ config(materialized='view') }}

with records as (
    select * from {{ ref('stg_register__records') }}
),

repeated_ids as (
    select * from {{ ref('int_records__repeated_ids') }}
),

repeated as (
    select * from {{ ref('int_records__repeated') }}
),

unique_records as (
    select
        records.*,
        cast(null as string) as record_content,
        records.record_id as record_key,
        cast(1 as integer) as copy_number,
        false as has_other_content
    from records
    left join repeated_ids
        on records.record_id = repeated_ids.record_id
    where records.record_id is not null and repeated_ids.record_id is null
),

final as (
    select * from unique_records
    union all
    select * from repeated
)

select * from final
