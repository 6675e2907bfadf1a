with combinations as (
    select victim_years.criminal_manner_combination_code
    from {{ ref('int_victim_years__resolved') }} as victim_years
    where victim_years.has_criminal
    group by victim_years.criminal_manner_combination_code
),

codes as (
    select * from {{ ref('ref_criminal_manners') }}
),

final as (
    select
        combinations.criminal_manner_combination_code,
        codes.criminal_manner_code
    from combinations
    inner join codes
        on
            '+' || combinations.criminal_manner_combination_code || '+'
            like '%+' || codes.criminal_manner_code || '+%'
)

select * from final
