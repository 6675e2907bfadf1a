with codes as (
    select * from {{ ref('ref_origin_regions') }}
),

final as (
    select
        codes.origin_region_code,
        codes.continent_code,
        codes.sort_order,
        codes.label_nl,
        codes.label_en,
        codes.origin_region_code = 'ONB' as is_unknown
    from codes
)

select * from final
