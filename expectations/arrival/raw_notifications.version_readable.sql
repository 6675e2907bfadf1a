/*
statement: Nearly all versions are whole numbers from 1.
reason: >-
  The highest version counts (R-01); a version in words, or a date that a spreadsheet made of it,
  is rejected.
remedy: Write the version as a whole number.
column: version
limit: {share_of_rows: broken_record_share, judged_from: records_to_judge}
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where coalesce(records.version_number, 0) < 1;
