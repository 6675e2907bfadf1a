with codes as (
    select * from {{ ref('ref_genders') }}
),

final as (
    select
        codes.gender_code,
        codes.sort_order,
        codes.label_nl,
        codes.label_en,
        codes.gender_code = 'ONB' as is_unknown
    from codes
)

select * from final
