/*
statement: Both halves of every year are there.
reason: Half a year that is missing leaves a year that is small, but not strikingly.
remedy: >-
  Compare the months with the registry's own numbers; the first year may begin in its second half,
  or set the limit half_year_share of the office (docs/office.md).
limit: {in_sql: [half_year_share, records_to_judge]}
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
    and volumes.reporter_group_code = 'ALL'
    and greatest(volumes.record_count, volumes.median_before) >= {{ limit('records_to_judge') }}
    and (
        volumes.second_half_count < {{ limit('half_year_share') }} * volumes.record_count
        or (
            not volumes.is_first_year
            and volumes.first_half_count < {{ limit('half_year_share') }} * volumes.record_count
        )
    );

-- looked at:
select 1 as row_seen
from {{ batch }} as volumes
where
    volumes.source_table = 'notifications'
    and volumes.reporter_group_code = 'ALL'
    and greatest(volumes.record_count, volumes.median_before) >= {{ limit('records_to_judge') }};
