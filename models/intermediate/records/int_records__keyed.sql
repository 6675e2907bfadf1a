{{ config(materialized='view') }}

with received as (
    select * from {{ ref('int_records__received') }}
),

repeated_ids as (
    select * from {{ ref('int_records__repeated_ids') }}
),

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

-- Records that share an id are told apart by their content, then by their delivery, so that each
-- keeps a key of its own whatever the order of the rows. Of copies the first delivered stands.
repeated_records as (
    select received.*
    from received
    inner join repeated_ids
        on repeated_ids.record_id is not distinct from received.record_id
),

numbered_records as (
    select
        repeated_records.*,
        coalesce(repeated_records.record_id, '(no record id)') || ' #'
        || cast(
            row_number() over (
                partition by repeated_records.record_id
                order by
                    repeated_records.record_content,
                    repeated_records.delivered_on nulls last,
                    repeated_records.delivery_id nulls last
            ) as varchar
        ) as record_key,
        cast(
            row_number() over (
                partition by repeated_records.record_id, repeated_records.record_content
                order by
                    repeated_records.delivered_on nulls last,
                    repeated_records.delivery_id nulls last
            ) as integer
        ) as copy_number,
        min(repeated_records.record_content) over (partition by repeated_records.record_id)
        <> max(repeated_records.record_content) over (partition by repeated_records.record_id)
            as has_other_content
    from repeated_records
),

final as (
    select * from unique_records
    union all
    select * from numbered_records
)

select * from final
