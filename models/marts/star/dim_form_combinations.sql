with codes as (
    select * from {{ ref('ref_form_combinations') }}
),

final as (
    select
        codes.form_combination_code,
        codes.sort_order,
        codes.label_nl,
        codes.label_en,
        codes.form_combination_code = 'ONB' as is_unknown
    from codes
)

select * from final
