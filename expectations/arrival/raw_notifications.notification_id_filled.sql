/*
statement: Nearly all records belong to a notification.
reason: Without it a correction cannot take the place of what it corrects (R-01).
remedy: Ask the registry for a new export with the notification id of every record.
column: notification_id
limit: {share_of_rows: broken_record_share, judged_from: records_to_judge}
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where records.notification_id is null;
