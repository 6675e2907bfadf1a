with combinations as (
    select * from {{ ref('ref_form_combinations') }}
),

hierarchy as (
    select * from {{ ref('ref_trafficking_form_hierarchy') }}
),

-- R-12 to R-14: the first form of a combination in the hierarchy, for each class of nationality.
candidates as (
    select
        combinations.form_combination_code,
        hierarchy.nationality_class_code,
        hierarchy.trafficking_form_code,
        row_number() over (
            partition by
                combinations.form_combination_code, hierarchy.nationality_class_code
            order by hierarchy.priority asc, hierarchy.exploitation_form_code asc
        ) as preference
    from combinations
    inner join hierarchy
        on
            '+' || combinations.form_combination_code || '+'
            like '%+' || hierarchy.exploitation_form_code || '+%'
),

final as (
    select
        candidates.form_combination_code,
        candidates.nationality_class_code,
        candidates.trafficking_form_code
    from candidates
    where candidates.preference = 1
)

select * from final
