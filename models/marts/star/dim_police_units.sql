with codes as (
    select * from {{ ref('ref_police_units') }}
),

final as (
    select
        codes.police_unit_code,
        codes.sort_order,
        codes.label_nl,
        codes.label_en,
        codes.police_unit_code = 'ONB' as is_unknown
    from codes
)

select * from final
