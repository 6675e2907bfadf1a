/*
statement: A year has the same numbers in every edition that holds it.
reason: >-
  Editions are counted from one register; a year that changes from one edition to the next needs a
  definition that changed (R-03).
remedy: Look at audit.aud_revisions, then at what in the model depends on the edition.
limit: none
*/
select
    cells.column_code,
    cells.row_kind,
    cells.row_code,
    cells.measure
from {{ batch }} as cells
where cells.column_kind = 'year'
group by cells.column_code, cells.row_kind, cells.row_code, cells.measure
having count(distinct coalesce(cells.value, -1)) > 1;

-- looked at:
select
    cells.column_code,
    cells.row_kind,
    cells.row_code,
    cells.measure
from {{ batch }} as cells
where cells.column_kind = 'year'
group by all
having count(*) > 1;
