/*
statement: It holds every published cell once, with the same value, base and percentage.
reason: >-
  A join that loses or doubles a row would publish another number than the one that was tested.
remedy: >-
  Look at {{ model }} and at macros/exhibits/exhibit.sql: a label or a column is missing, or is
  there twice.
limit: none
*/
with shown as (
    select
        cells.edition_code,
        cells.column_kind,
        cells.column_code,
        cells.row_kind,
        cells.row_code,
        cells.measure,
        count(*) as copies,
        max(cells.value) as value,
        max(cells.base) as base,
        max(cells.pct) as pct
    from {{ batch }} as cells
    group by all
),

published as (
    select *
    from marts.published_cells
    where published_cells.exhibit_code = '{{ suite }}'
)

select
    coalesce(shown.column_code, published.column_code) as column_code,
    coalesce(shown.row_code, published.row_code) as row_code,
    shown.value,
    published.value as published_value
from shown
full outer join published
    on
        shown.edition_code = published.edition_code
        and shown.column_kind = published.column_kind
        and shown.column_code = published.column_code
        and shown.row_kind = published.row_kind
        and shown.row_code = published.row_code
        and shown.measure = published.measure
where
    shown.copies is distinct from 1
    or published.edition_code is null
    or shown.value is distinct from published.value
    or shown.base is distinct from published.base
    or shown.pct is distinct from published.pct;
