with exhibits as (
    {%- for model_name in exhibit_models() %}
    select * from {{ ref(model_name) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

final as (
    select
        exhibits.edition_code,
        exhibits.exhibit_code,
        exhibits.column_kind,
        exhibits.column_code,
        exhibits.row_kind,
        exhibits.row_code,
        exhibits.measure,
        exhibits.value,
        exhibits.unit_count,
        exhibits.base,
        exhibits.pct
    from exhibits
)

select * from final
order by
    final.edition_code,
    final.exhibit_code,
    final.column_kind,
    final.column_code,
    final.row_kind,
    final.row_code,
    final.measure
