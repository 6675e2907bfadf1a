with combinations as (
    select victim_years.labour_sector_combination_code
    from {{ ref('int_victim_years__resolved') }} as victim_years
    where victim_years.has_labour
    group by victim_years.labour_sector_combination_code
),

codes as (
    select * from {{ ref('ref_labour_sectors') }}
),

final as (
    select
        combinations.labour_sector_combination_code,
        codes.labour_sector_code
    from combinations
    inner join codes
        on
            '+' || combinations.labour_sector_combination_code || '+'
            like '%+' || codes.labour_sector_code || '+%'
)

select * from final
