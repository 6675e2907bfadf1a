{{ config(post_hook="{{ stop_on_office_limits(this) }}") }}

with shipped as (
    select * from {{ ref('ref_expectation_limits') }}
),

office as (
    select * from {{ ref('stg_reference__office_limits') }}
),

final as (
    select
        shipped.limit_code,
        coalesce(office.limit_value, shipped.limit_value) as limit_value,
        shipped.unit,
        coalesce(office.reason, shipped.reason) as reason,
        shipped.limit_value as shipped_value,
        office.limit_code is not null as is_of_office
    from shipped
    left join office
        on shipped.limit_code = office.limit_code
)

select * from final
