with codes as (
    select * from {{ ref('ref_visibilities') }}
),

final as (
    select
        codes.visibility_code,
        codes.sort_order,
        codes.label_nl,
        codes.label_en,
        codes.visibility_code = 'ONB' as is_unknown
    from codes
)

select * from final
