/*
statement: How many have a known sector in a year is the same in every edition.
reason: The list of sectors differs between editions, whether one is known does not (R-03).
remedy: Look at ref_category_editions and int_editions__prostitution_sectors.
limit: none
*/
select
    cells.column_code,
    cells.row_code
from {{ batch }} as cells
where
    cells.column_kind = 'year'
    and cells.row_kind in ('sector_knowledge', 'total')
group by cells.column_code, cells.row_kind, cells.row_code
having count(distinct cells.value) > 1;
