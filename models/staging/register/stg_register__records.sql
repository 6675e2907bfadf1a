with notifications as (
    select * from {{ ref('stg_register__notifications') }}
),

emm_records as (
    select * from {{ ref('stg_register__emm_records') }}
),

received as (
    select * from notifications
    union all
    select * from emm_records
),

final as (
    select
        received.*,
        cast(extract(year from received.received_on) as integer) as notification_year
    from received
)

select * from final
