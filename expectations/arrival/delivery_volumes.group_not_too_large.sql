/*
statement: No group of reporters grows beyond measure in a year.
reason: >-
  A reporter that delivers another population (all clients, all foreigners) drowns the others.
remedy: Ask the reporter what was delivered, or accept it for this delivery (docs/office.md).
limit: {in_sql: [group_records_before, group_volume_high]}
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
