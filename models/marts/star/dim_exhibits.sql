with exhibits as (
    select * from {{ ref('ref_exhibits') }}
),

final as (
    select
        exhibits.exhibit_code,
        exhibits.sort_order,
        exhibits.number_nl,
        exhibits.number_en,
        exhibits.model_name,
        exhibits.title_nl,
        exhibits.title_en,
        exhibits.source_section,
        exhibits.main_measure,
        exhibits.chart_kind
    from exhibits
)

select * from final
