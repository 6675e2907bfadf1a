with codes as (
    select * from {{ ref('ref_register_codes') }} as ref_register_codes
    where ref_register_codes.code_kind = 'yes_no'
),

final as (
    select
        codes.code as cooperates_code,
        codes.sort_order,
        codes.label_nl,
        codes.label_en,
        not codes.is_known as is_unknown
    from codes
)

select * from final
