/*
statement: Pseudonyms are not the number of the record or of the notification.
reason: >-
  With a new pseudonym for every record nobody is recognised: each notification becomes a victim
  of its own.
remedy: Ask for the pseudonym of the person.
column: person_pseudonym
limit: {share_of_rows: broken_record_share, judged_from: records_to_judge}
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where records.person_pseudonym in (records.record_id, records.notification_id);
