/*
statement: The region Netherlands is the Dutch nationality of Tabel 2.1.
reason: >-
  Citizens of Aruba, Curaçao and Sint Maarten are Dutch, so that the region has one nationality
  (R-12, R-27).
remedy: Look at nationality_code and origin_region_code in ref_countries.
limit: none
*/
select
    these.edition_code,
    these.column_code,
    these.value,
    shown.value as shown_count
from {{ batch }} as these
inner join tab_2_1 as shown
    on
        these.edition_code = shown.edition_code
        and these.column_kind = shown.column_kind
        and these.column_code = shown.column_code
        and shown.row_code = 'NLD'
        and shown.measure = 'victims'
where
    these.row_code = 'NL'
    and these.value <> shown.value;
