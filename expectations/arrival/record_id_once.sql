/*
statement: Nearly all {{ delivered }} have a record id of their own.
reason: >-
  Many double ids in one delivery mean that a file is there twice; different records under one id
  mean that two systems number alike, and none of them is processed (D-34).
remedy: >-
  Look for a file that is in the delivery twice, and number records over all systems together. A
  later delivery may repeat a record.
column: record_id
limit: {share_of_rows: broken_record_share, judged_from: records_to_judge}
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where
    records.record_id is not null
    and (records.has_conflict or records.copy_number > 1);
