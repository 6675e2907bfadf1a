/*
statement: Nearly all dates of receipt are written as the contract says.
reason: >-
  A spreadsheet rewrites dates; what cannot be read is rejected, and a third spelling would reject
  a whole year.
remedy: Write dates as yyyy-mm-dd or dd-mm-yyyy; export without a spreadsheet in between.
column: "{{ day }}"
limit: {share_of_rows: broken_record_share, judged_from: records_to_judge}
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where
    records.received_on_text is not null
    and records.received_on is null;
