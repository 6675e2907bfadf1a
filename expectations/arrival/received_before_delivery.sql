/*
statement: Nearly all records were received before they were delivered.
reason: >-
  Dates after the delivery mean that years were shifted, that day and month were swapped, or that
  delivered_on is that of an older delivery.
remedy: Compare {{ day }} and delivered_on with the register.
column: "{{ day }}"
limit: {share_of_rows: broken_record_share, judged_from: records_to_judge}
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where records.received_on > records.delivered_on;
