with accepted as (
    select * from {{ ref('int_records__accepted') }} as int_records__accepted
    where int_records__accepted.status_code = 'withdrawn'
),

superseded as (
    select * from {{ ref('int_fates__superseded') }}
),

final as (
    select
        accepted.record_key,
        accepted.registration_year,
        'R-01' as rule_id,
        'the highest version of the notification is withdrawn' as detail
    from accepted
    where not exists (
        select 1
        from superseded
        where accepted.record_key = superseded.record_key
    )
)

select * from final
