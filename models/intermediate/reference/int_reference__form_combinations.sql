with combinations as (
    select * from {{ ref('ref_form_combinations') }}
),

-- R-11: which forms are in a combination, so that victims are joined to it by their forms.
final as (
    select
        combinations.form_combination_code,
        '+' || combinations.form_combination_code || '+' like '%+SU+%' as has_sexual,
        '+' || combinations.form_combination_code || '+' like '%+AU+%' as has_labour,
        '+' || combinations.form_combination_code || '+' like '%+CU+%' as has_criminal,
        '+' || combinations.form_combination_code || '+' like '%+OV+%' as has_organ
    from combinations
)

select * from final
