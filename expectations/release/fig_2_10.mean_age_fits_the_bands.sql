/*
statement: The mean age lies within what the age bands allow.
reason: >-
  Mean and bands are made from the same ages; a mean outside them was taken over others, or over
  the unknown (R-26).
remedy: Look at mean_ages in fig_2_10_age, and at ref_age_bands.
limit: none
*/
with bounds as (
    select
        cells.edition_code,
        cells.column_kind,
        cells.column_code,
        sum(cells.value * bands.age_from) / sum(cells.value) as lowest,
        sum(cells.value * bands.age_to) / sum(cells.value) + 0.05 as highest
    from {{ batch }} as cells
    inner join reference.ref_age_bands as bands
        on cells.row_code = bands.age_band_code
    where
        cells.row_kind = 'age_band'
        and bands.age_from is not null
        and cells.value > 0
    group by cells.edition_code, cells.column_kind, cells.column_code
)

select
    means.edition_code,
    means.column_code,
    means.value
from {{ batch }} as means
inner join bounds
    on
        means.edition_code = bounds.edition_code
        and means.column_kind = bounds.column_kind
        and means.column_code = bounds.column_code
where
    means.row_kind = 'mean_age'
    and not means.value between bounds.lowest - 0.05 and bounds.highest;

-- looked at:
select 1 as row_seen
from {{ batch }} as cells
where cells.row_kind = 'mean_age' and cells.value is not null;
