with assessed as (
    select * from {{ ref('int_records__assessed') }}
),

repeated as (
    select
        assessed.record_id,
        count(*) as record_count
    from assessed
    group by assessed.record_id
    having count(*) > 1 or assessed.record_id is null
)

select
    repeated.record_id,
    cast(repeated.record_count as integer) as record_count
from repeated
