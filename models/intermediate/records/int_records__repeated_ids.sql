with received as (
    select * from {{ ref('int_records__received') }}
),

repeated as (
    select
        received.record_id,
        count(*) as record_count
    from received
    group by received.record_id
    having count(*) > 1 or received.record_id is null
)

select
    repeated.record_id,
    cast(repeated.record_count as integer) as record_count
from repeated
