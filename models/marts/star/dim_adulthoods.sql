with codes as (
    select * from {{ ref('ref_adulthoods') }}
),

final as (
    select
        codes.adulthood_code,
        codes.sort_order,
        codes.label_nl,
        codes.label_en,
        codes.adulthood_code = 'UNKNOWN' as is_unknown
    from codes
)

select * from final
