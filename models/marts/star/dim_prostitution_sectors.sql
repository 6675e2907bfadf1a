with codes as (
    select * from {{ ref('ref_prostitution_sectors') }}
),

final as (
    select
        codes.prostitution_sector_code,
        codes.visibility_code,
        codes.sort_order,
        codes.label_nl,
        codes.label_en,
        codes.prostitution_sector_code = 'ONB' as is_unknown
    from codes
)

select * from final
