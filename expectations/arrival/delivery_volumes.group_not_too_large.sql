/*
statement: No group of reporters grows beyond measure in a year.
reason: >-
  A reporter that delivers another population (all clients, all foreigners) drowns the others.
remedy: >-
  Ask the reporter what was delivered, or change the limit in
  seeds/reference/ref_expectation_limits.csv with a reason (group_volume_high).
limit: {in_sql: [group_records_before, group_volume_high]}
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
    and volumes.reporter_group_code not in ('ALL', 'ONB', 'EMM')
    and volumes.median_before >= {{ limit('group_records_before') }}
    and volumes.record_count > {{ limit('group_volume_high') }} * volumes.median_before;

-- looked at:
select 1 as row_seen
from {{ batch }} as volumes
where
    volumes.source_table = 'notifications'
    and volumes.reporter_group_code not in ('ALL', 'ONB', 'EMM')
    and volumes.median_before >= {{ limit('group_records_before') }};
