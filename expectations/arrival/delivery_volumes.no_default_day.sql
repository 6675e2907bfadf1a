/*
statement: No single day has a large part of a year's records.
reason: >-
  A default date, or the day of entry in place of the day of receipt, puts victims into a wrong
  year.
remedy: Ask the registry for the day of receipt, or accept it for this delivery (docs/office.md).
limit: {in_sql: [busiest_day_share, records_to_judge]}
acceptable: true
*/
select
    volumes.source_table,
    volumes.reporter_group_code,
    volumes.received_year,
    volumes.record_count,
    volumes.first_half_count,
    volumes.second_half_count,
    volumes.early_day_count,
    volumes.busiest_day_count
from {{ batch }} as volumes
where
    volumes.reporter_group_code = 'ALL'
    and volumes.record_count >= {{ limit('records_to_judge') }}
    and volumes.busiest_day_count > {{ limit('busiest_day_share') }} * volumes.record_count;

-- looked at:
select 1 as row_seen
from {{ batch }} as volumes
where
    volumes.reporter_group_code = 'ALL'
    and volumes.record_count >= {{ limit('records_to_judge') }};
