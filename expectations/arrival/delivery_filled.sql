/*
statement: Nearly all records carry the name and the date of their delivery.
reason: They tell which extract brought a record, and bound its dates.
remedy: >-
  Ask the registry for a new export with delivery_id and delivered_on (yyyy-mm-dd) in every
  record.
column: delivery_id
limit: {share_of_rows: broken_record_share, judged_from: records_to_judge}
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where records.delivery_id is null or records.delivered_on is null;
