/*
statement: Nationalities are ISO 3166-1 alpha-3 codes.
reason: Whoever links the table to other data does so by these codes.
remedy: Look at nationality_code in ref_countries.
limit: none
*/
select
    cells.edition_code,
    cells.column_code,
    cells.row_code
from {{ batch }} as cells
where
    cells.row_kind = 'nationality'
    and not regexp_full_match(cells.row_code, '[A-Z][A-Z][A-Z]');

-- looked at:
select 1 as row_seen
from {{ batch }} as cells
where cells.row_kind = 'nationality';
