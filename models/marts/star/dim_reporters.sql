with reporters as (
    select * from {{ ref('ref_reporters') }}
),

-- The EMM is not a reporter (R-07).
final as (
    select
        reporters.reporter_code,
        reporters.reporter_group_code,
        cast(
            row_number() over (
                order by reporters.label_nl asc, reporters.reporter_code asc
            ) as integer
        ) as sort_order,
        reporters.label_nl,
        reporters.label_en,
        false as is_unknown
    from reporters
    where reporters.is_notifier
)

select * from final
