with codes as (
    select * from {{ ref('ref_nationality_classes') }}
),

final as (
    select
        codes.nationality_class_code,
        codes.sort_order,
        codes.label_nl,
        codes.label_en,
        codes.nationality_class_code = 'UNKNOWN' as is_unknown
    from codes
)

select * from final
