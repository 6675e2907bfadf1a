{{ config(materialized='view') }}

with notifications as (
    select * from {{ ref('stg_register__notifications') }}
),

emm_records as (
    select * from {{ ref('stg_register__emm_records') }}
),

final as (
    select * from notifications
    union all
    select * from emm_records
)

select * from final
