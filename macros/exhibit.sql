{#- One exhibit of the monitor: its published cells with the labels, order and texts a reader needs. -#}
{% macro exhibit(exhibit_code) -%}
with cells as (
    select * from {{ ref('published_cells') }} as published_cells
    where published_cells.exhibit = '{{ exhibit_code }}'
),

exhibits as (
    select * from {{ ref('ref_exhibits') }} as ref_exhibits
    where ref_exhibits.exhibit_code = '{{ exhibit_code }}'
),

columns as (
    select * from {{ ref('dim_exhibit_columns') }}
),

exhibit_rows as (
    select * from {{ ref('ref_exhibit_rows') }} as ref_exhibit_rows
    where ref_exhibit_rows.exhibit_code = '{{ exhibit_code }}'
),

row_codes as (
    select * from {{ ref('dim_codes') }}
),

final as (
    select
        cells.edition as edition_code,
        exhibits.number_nl as exhibit_number,
        cells.column_kind,
        cells.column_code,
        columns.label_nl as column_label_nl,
        columns.label_en as column_label_en,
        cast(columns.sort_order as integer) as column_order,
        cells.row_kind,
        cells.row_code,
        row_codes.label_nl as row_label_nl,
        row_codes.label_en as row_label_en,
        cast(row_codes.sort_order as integer) as row_order,
        cells.measure,
        cells.value,
        cells.base,
        cells.pct
    from cells
    cross join exhibits
    inner join columns
        on
            cells.edition = columns.edition_code
            and cells.column_kind = columns.column_kind
            and cells.column_code = columns.column_code
    inner join exhibit_rows
        on
            cells.row_kind = exhibit_rows.row_kind
            and cells.measure = exhibit_rows.measure
    inner join row_codes
        on
            exhibit_rows.list_code = row_codes.list_code
            and cells.row_code = row_codes.code
)

select * from final
order by
    final.edition_code,
    final.row_kind,
    final.row_order,
    final.row_code,
    final.measure,
    final.column_order,
    final.column_code
{%- endmacro %}
