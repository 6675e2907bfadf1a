/*
statement: Nearly every version of a notification is there once.
reason: >-
  Two records for one version are a file that was loaded twice with new record ids; which of them
  counts would be chance.
remedy: Look for a file or a period that is in the delivery twice.
column: version
limit: {share_of_rows: broken_record_share, judged_from: records_to_judge}
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where
    (records.notification_id, records.version_number) in (
        select (versions.notification_id, versions.version_number)
        from {{ batch }} as versions
        where versions.notification_id is not null and versions.version_number is not null
        group by versions.notification_id, versions.version_number
        having count(distinct versions.record_id) > 1
    );
