with mentions as (
    select * from {{ ref('bridge_criminal_manner_combinations') }}
),

codes as (
    select * from {{ ref('dim_criminal_manners') }}
),

combined as (
    select
        mentions.criminal_manner_combination_code,
        {{ joined_text('codes.label_nl', ' + ', 'codes.sort_order asc') }} as label_nl,
        {{ joined_text('codes.label_en', ' + ', 'codes.sort_order asc') }} as label_en,
        bool_or(codes.is_unknown) as is_unknown,
        count(*) as code_count,
        min(codes.sort_order) as first_order
    from mentions
    inner join codes
        on mentions.criminal_manner_code = codes.criminal_manner_code
    group by mentions.criminal_manner_combination_code
),

final as (
    select
        combined.criminal_manner_combination_code,
        cast(
            row_number() over (
                order by
                    combined.first_order asc,
                    combined.code_count asc,
                    combined.criminal_manner_combination_code asc
            ) as integer
        ) as sort_order,
        combined.label_nl,
        combined.label_en,
        combined.is_unknown
    from combined
)

select * from final
