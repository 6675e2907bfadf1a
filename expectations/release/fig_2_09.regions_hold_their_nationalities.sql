/*
statement: No region has fewer victims than its nationalities in Tabel 2.1.
reason: Region and table are made from the same nationality (R-27, R-28).
remedy: Look at origin_region_code in ref_countries.
limit: none
*/
select
    these.edition_code,
    these.column_code,
    these.row_code,
    these.value,
    sum(shown.value) as shown_count
from {{ batch }} as these
inner join tab_2_1 as shown
    on
        these.edition_code = shown.edition_code
        and these.column_kind = shown.column_kind
        and these.column_code = shown.column_code
        and shown.row_kind = 'nationality'
        and shown.measure = 'victims'
inner join reference.ref_countries as countries
    on
        shown.row_code = countries.country_code
        and these.row_code = countries.origin_region_code
where these.row_kind = 'origin_region'
group by
    these.edition_code,
    these.column_kind,
    these.column_code,
    these.row_code,
    these.value
having sum(shown.value) > these.value;
