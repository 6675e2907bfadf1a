with records as (
    select * from {{ ref('stg_register__records') }}
),

final as (
    select
        records.record_id,
        cast(count(*) as integer) as record_count
    from records
    group by records.record_id
    having count(*) > 1 or records.record_id is null
)

select * from final
