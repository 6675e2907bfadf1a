with combinations as (
    select * from {{ ref('ref_form_combinations') }}
),

forms as (
    select * from {{ ref('ref_exploitation_forms') }}
),

hierarchy as (
    select * from {{ ref('ref_trafficking_form_hierarchy') }}
),

-- Every form in the combination, with its place in the hierarchy for each class of nationality; an
-- empty combination has the form 'unknown'.
candidates as (
    select
        combinations.form_mask,
        combinations.form_combination_code,
        hierarchy.nationality_class_code,
        hierarchy.trafficking_form_code,
        row_number() over (
            partition by combinations.form_mask, hierarchy.nationality_class_code
            order by hierarchy.priority asc, hierarchy.exploitation_form_code asc
        ) as preference
    from combinations
    inner join forms
        on
            (combinations.form_mask & forms.form_bit) > 0
            or (combinations.form_mask = 0 and forms.form_bit = 0)
    inner join hierarchy
        on forms.exploitation_form_code = hierarchy.exploitation_form_code
),

final as (
    select
        candidates.form_mask,
        candidates.form_combination_code,
        candidates.nationality_class_code,
        candidates.trafficking_form_code
    from candidates
    where candidates.preference = 1
)

select * from final
