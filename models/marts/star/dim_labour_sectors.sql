with codes as (
    select * from {{ ref('ref_labour_sectors') }}
),

final as (
    select
        codes.labour_sector_code,
        codes.sort_order,
        codes.label_nl,
        codes.label_en,
        codes.labour_sector_code = 'ONB' as is_unknown
    from codes
)

select * from final
