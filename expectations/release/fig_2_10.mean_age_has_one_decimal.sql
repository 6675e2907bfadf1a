/*
statement: The mean age is printed with one decimal.
reason: More decimals would pretend an accuracy that a birth year does not have (R-31).
remedy: Look at mean_ages in fig_2_10_age.
limit: none
*/
select
    cells.edition_code,
    cells.column_code,
    cells.value
from {{ batch }} as cells
where
    cells.row_kind = 'mean_age'
    and cells.value <> round(cells.value, 1);

-- looked at:
select 1 as row_seen
from {{ batch }} as cells
where
    cells.row_kind = 'mean_age'
    and cells.value is not null;
