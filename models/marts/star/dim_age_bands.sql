with codes as (
    select * from {{ ref('ref_age_bands') }}
),

final as (
    select
        codes.age_band_code,
        codes.age_from,
        codes.age_to,
        codes.adulthood_code,
        codes.sort_order,
        codes.label_nl,
        codes.label_en,
        codes.age_band_code = 'ONB' as is_unknown
    from codes
)

select * from final
