/*
statement: No group of reporters falls silent in a year.
reason: >-
  The file of a reporter that was forgotten is the most common damage, and every figure of Figuur
  2.11 depends on it.
remedy: >-
  Look whether the reporter's file is there, or accept it for this delivery (docs/office.md).
limit: {in_sql: [group_records_before, group_volume_low]}
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
    and volumes.record_count < {{ limit('group_volume_low') }} * volumes.median_before;

-- looked at:
select 1 as row_seen
from {{ batch }} as volumes
where
    volumes.source_table = 'notifications'
    and volumes.reporter_group_code not in ('ALL', 'ONB', 'EMM')
    and volumes.median_before >= {{ limit('group_records_before') }};
