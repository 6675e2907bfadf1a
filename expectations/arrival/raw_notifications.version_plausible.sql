/*
statement: Nearly all versions are small numbers.
reason: >-
  A notification is corrected a few times; numbers beyond that are years, days or ids in the wrong
  column.
remedy: Look whether the columns were shifted.
column: version
limit:
  {share_of_rows: broken_record_share, in_sql: [highest_version], judged_from: records_to_judge}
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where records.version_number > {{ limit('highest_version') }};
