with codes as (
    select * from {{ ref('ref_reporter_groups') }}
),

final as (
    select
        codes.reporter_group_code,
        codes.legal_basis_code,
        codes.sort_order,
        codes.label_nl,
        codes.label_en,
        false as is_unknown
    from codes
)

select * from final
