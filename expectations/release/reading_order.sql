/*
statement: Rows and columns have one place each, and labels that tell them apart.
reason: Two rows in one place, or under one label, are read as each other.
remedy: Look at sort_order and the labels in seeds/reference.
limit: none
*/
select
    cells.edition_code,
    cells.row_label_nl as place
from {{ batch }} as cells
group by cells.edition_code, cells.row_label_nl
having count(distinct cells.row_kind || ' ' || cells.row_code) > 1
union all
select
    cells.edition_code,
    cast(cells.row_order as varchar) as place
from {{ batch }} as cells
group by cells.edition_code, cells.row_order
having count(distinct cells.row_kind || ' ' || cells.row_code) > 1
union all
select
    cells.edition_code,
    cast(cells.column_order as varchar) as place
from {{ batch }} as cells
group by cells.edition_code, cells.column_order
having count(distinct cells.column_kind || ' ' || cells.column_code) > 1;
