/*
statement: No year has far more notification records than the years before it.
reason: A file that was loaded twice, or a year that was shifted onto another, looks like a rise.
remedy: >-
  Compare the number of records with the registry's own, or accept it for this delivery
  (docs/office.md).
limit: {in_sql: [records_to_judge, year_volume_high]}
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
    and volumes.record_count > {{ limit('year_volume_high') }} * volumes.median_before;

-- looked at:
select 1 as row_seen
from {{ batch }} as volumes
where
    volumes.source_table = 'notifications'
    and volumes.reporter_group_code = 'ALL'
    and volumes.median_before >= {{ limit('records_to_judge') }};
