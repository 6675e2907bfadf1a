/*
statement: Printed percentages of rows that exclude each other add up to 100, but for rounding.
reason: Readers add percentages up; each may be off by half a point and no more (R-31).
remedy: >-
  Look at {{ model }} and at macros/exhibits/exhibit.sql; then the bases in ref_exhibit_rows.
limit: none
*/
select
    cells.edition_code,
    cells.column_code,
    cells.row_kind,
    sum(cells.pct) as pct_sum
from {{ batch }} as cells
where
    cells.row_kind in ({{ exclusive }})
    and cells.base > 0
group by cells.edition_code, cells.column_kind, cells.column_code, cells.row_kind
having abs(sum(cells.pct) - 100) > count(*) / 2.0;

-- looked at:
select distinct
    cells.edition_code,
    cells.column_kind,
    cells.column_code,
    cells.row_kind
from {{ batch }} as cells
where
    cells.row_kind in ({{ exclusive }})
    and cells.base > 0;
