/*
statement: Nearly all {{ delivered }} have a record id.
reason: Without an id a record can be neither counted once nor traced back.
remedy: >-
  Ask the registry for a new export with the id of every record; audit.aud_record_fate has the
  rejected ones.
column: record_id
limit: {share_of_rows: broken_record_share, judged_from: records_to_judge}
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where records.record_id is null;
