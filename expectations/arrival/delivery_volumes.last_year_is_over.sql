/*
statement: The extract was made after the end of the last year in it.
reason: An edition ends with its last year; a running year would be published as if it were whole.
remedy: Wait for the end of the year, or leave the records of the running year out.
limit: {in_sql: [records_to_judge]}
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
    and volumes.source_table = 'notifications'
    and volumes.is_last_year
    and volumes.last_delivered_on <= make_date(volumes.received_year, 12, 31);

-- looked at:
select 1 as row_seen
from {{ batch }} as volumes
where
    volumes.reporter_group_code = 'ALL'
    and volumes.record_count >= {{ limit('records_to_judge') }}
    and volumes.source_table = 'notifications'
    and volumes.is_last_year;
