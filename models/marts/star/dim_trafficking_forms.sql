with codes as (
    select * from {{ ref('ref_trafficking_forms') }}
),

final as (
    select
        codes.trafficking_form_code,
        codes.sort_order,
        codes.label_nl,
        codes.label_en,
        codes.trafficking_form_code = 'ONB' as is_unknown
    from codes
)

select * from final
