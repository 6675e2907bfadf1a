/*
statement: No count is larger than the number of delivered records.
reason: >-
  The first and the last table of the warehouse are compared without anything in between; a join
  that multiplies rows shows here.
remedy: Look at the facts below that exhibit.
limit: none
*/
select
    cells.edition_code,
    cells.exhibit_code,
    cells.column_code,
    cells.row_code,
    cells.value
from {{ batch }} as cells
where
    cells.measure not in ('mean_age', 'rank')
    and cells.value > (
        select count(*)
        from delivered_records
    );
