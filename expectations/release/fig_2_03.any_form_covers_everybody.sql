/*
statement: The any-form rows together are at least everybody, and at most four times.
reason: Everybody has at least one form or none known, and there are four forms (R-11).
remedy: Look at has_sexual to has_organ in int_victim_years__enriched.
limit: none
*/
select
    cells.edition_code,
    cells.column_code,
    sum(cells.value) as forms,
    max(cells.base) as victims
from {{ batch }} as cells
where cells.row_kind = 'any_form'
group by cells.edition_code, cells.column_kind, cells.column_code
having sum(cells.value) < max(cells.base) or sum(cells.value) > 4 * max(cells.base);
