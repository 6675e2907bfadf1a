/*
statement: No year has far fewer notification records than the years before it.
reason: A part of a year that was not delivered looks like a fall in the number of victims.
remedy: >-
  Compare the number of records with the registry's own, or accept it for this delivery
  (docs/office.md).
limit: {in_sql: [records_to_judge, year_volume_low]}
acceptable: true
*/
select
    volumes.source_table,
    volumes.reporter_group_code,
    volumes.received_year,
    volumes.record_count,
    volumes.median_before
from {{ batch }} as volumes
where
    volumes.source_table = 'notifications'
    and volumes.reporter_group_code = 'ALL'
    and volumes.median_before >= {{ limit('records_to_judge') }}
    and volumes.record_count < {{ limit('year_volume_low') }} * volumes.median_before;

-- looked at:
select 1 as row_seen
from {{ batch }} as volumes
where
    volumes.source_table = 'notifications'
    and volumes.reporter_group_code = 'ALL'
    and volumes.median_before >= {{ limit('records_to_judge') }};
