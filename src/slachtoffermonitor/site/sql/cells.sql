-- Every cell of every exhibit, with its labels and what the documents print of it. The view
-- `all_exhibits` lays the exhibits below each other.
select
    cells.edition_code,
    cells.exhibit_code,
    cells.column_kind,
    cells.column_code,
    cells.column_label_nl,
    cells.column_label_en,
    cells.row_kind,
    cells.row_code,
    cells.row_label_nl,
    cells.row_label_en,
    cells.measure,
    cells.value,
    cells.unit_count,
    cells.base,
    cells.pct,
    prints.value_in_print,
    prints.printed_value,
    prints.share_in_print,
    prints.printed_share,
    coalesce(prints.claim_ids, '') as claim_ids
from all_exhibits as cells
inner join marts.dim_exhibits as exhibits
    on cells.exhibit_code = exhibits.exhibit_code
inner join marts.published_cells_in_print as prints
    on
        cells.edition_code = prints.edition_code
        and cells.exhibit_code = prints.exhibit_code
        and cells.column_kind = prints.column_kind
        and cells.column_code = prints.column_code
        and cells.row_kind = prints.row_kind
        and cells.row_code = prints.row_code
        and cells.measure = prints.measure
order by
    cells.edition_code,
    exhibits.sort_order,
    cells.column_order,
    cells.column_kind,
    cells.row_order,
    cells.unit_count is null,
    cells.measure
