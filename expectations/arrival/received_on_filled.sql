/*
statement: Nearly all {{ delivered }} have a date of receipt.
reason: Its year is the year of count (R-04); a record without it counts nowhere.
remedy: Ask the registry for a new export with the column {{ day }} filled.
column: "{{ day }}"
limit: {share_of_rows: broken_record_share, judged_from: records_to_judge}
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where records.received_on_text is null;
