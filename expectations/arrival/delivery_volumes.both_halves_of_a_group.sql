/*
statement: Every large group of reporters notifies in both halves of a year.
reason: Half a year of one reporter that is missing hardly shows in the whole.
remedy: >-
  Compare the months of the reporter with its own numbers, or accept it for this delivery
  (docs/office.md).
limit: {in_sql: [group_half_year_share, records_to_judge]}
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
    volumes.source_table = 'notifications'
    and volumes.reporter_group_code not in ('ALL', 'ONB', 'EMM')
    and greatest(volumes.record_count, volumes.median_before) >= {{ limit('records_to_judge') }}
    and (
        volumes.second_half_count < {{ limit('group_half_year_share') }} * volumes.record_count
        or (
            not volumes.is_first_year
            and volumes.first_half_count
            < {{ limit('group_half_year_share') }} * volumes.record_count
        )
    );

-- looked at:
select 1 as row_seen
from {{ batch }} as volumes
where
    volumes.source_table = 'notifications'
    and volumes.reporter_group_code not in ('ALL', 'ONB', 'EMM')
    and greatest(volumes.record_count, volumes.median_before) >= {{ limit('records_to_judge') }};
