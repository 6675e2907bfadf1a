/*
statement: Records are received on all days of the month.
reason: >-
  A spreadsheet that swaps day and month leaves only the days up to the twelfth readable, under a
  wrong month.
remedy: Export without a spreadsheet in between.
limit: {in_sql: [early_day_share, records_to_judge]}
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
    and volumes.early_day_count > {{ limit('early_day_share') }} * volumes.record_count;

-- looked at:
select 1 as row_seen
from {{ batch }} as volumes
where
    volumes.reporter_group_code = 'ALL'
    and volumes.record_count >= {{ limit('records_to_judge') }};
