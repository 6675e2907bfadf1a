/*
statement: Record ids of notifications do not occur among the EMM records.
reason: >-
  Ids are unique over both tables; ids in common mean that a file was delivered under the wrong
  name.
remedy: >-
  Look whether a file of EMM records begins with 'notifications', or number the two tables apart.
column: record_id
limit: {share_of_rows: broken_record_share, judged_from: records_to_judge}
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where
    records.record_id in (
        select emm.record_id
        from raw_emm_records as emm
    );
