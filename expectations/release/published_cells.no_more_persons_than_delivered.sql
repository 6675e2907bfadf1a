/*
statement: No edition has more persons than pseudonyms were delivered.
reason: >-
  Distinct persons are counted once over five years (R-04); more of them than pseudonyms means
  that persons were split.
remedy: Look at fct_returning_victim_years, and at persons in fig_2_01_known_victims.
limit: none
*/
select
    cells.edition_code,
    cells.value
from {{ batch }} as cells
where
    cells.measure = 'persons'
    and cells.value > (
        select count(distinct delivered_records.person_pseudonym)
        from delivered_records
    );

-- looked at:
select 1 as row_seen
from {{ batch }} as cells
where cells.measure = 'persons';
