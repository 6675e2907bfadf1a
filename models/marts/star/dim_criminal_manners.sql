with codes as (
    select * from {{ ref('ref_criminal_manners') }}
),

final as (
    select
        codes.criminal_manner_code,
        codes.sort_order,
        codes.label_nl,
        codes.label_en,
        codes.criminal_manner_code = 'ONB' as is_unknown
    from codes
)

select * from final
