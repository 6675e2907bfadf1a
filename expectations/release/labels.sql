/*
statement: Every cell can be read in Dutch and in English.
reason: A code that nobody understands is no publication.
remedy: Add the label to the code list in seeds/reference.
limit: none
*/
select
    cells.row_code,
    cells.column_code
from {{ batch }} as cells
where
    coalesce(trim(cells.row_label_nl), '') = ''
    or coalesce(trim(cells.row_label_en), '') = ''
    or coalesce(trim(cells.column_label_nl), '') = ''
    or coalesce(trim(cells.column_label_en), '') = '';
