with mentions as (
    select * from {{ ref('bridge_labour_sector_combinations') }}
),

codes as (
    select * from {{ ref('dim_labour_sectors') }}
),

combined as (
    select
        mentions.labour_sector_combination_code,
        {{ joined_text('codes.label_nl', ' + ', 'codes.sort_order asc') }} as label_nl,
        {{ joined_text('codes.label_en', ' + ', 'codes.sort_order asc') }} as label_en,
        bool_or(codes.is_unknown) as is_unknown,
        count(*) as code_count,
        min(codes.sort_order) as first_order
    from mentions
    inner join codes
        on mentions.labour_sector_code = codes.labour_sector_code
    group by mentions.labour_sector_combination_code
),

final as (
    select
        combined.labour_sector_combination_code,
        cast(
            row_number() over (
                order by
                    combined.first_order asc,
                    combined.code_count asc,
                    combined.labour_sector_combination_code asc
            ) as integer
        ) as sort_order,
        combined.label_nl,
        combined.label_en,
        combined.is_unknown
    from combined
)

select * from final
