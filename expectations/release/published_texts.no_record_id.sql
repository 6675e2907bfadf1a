/*
statement: No published text is an id of a record or of a notification.
reason: An id leads back to one person's record at the registry.
remedy: Do not publish. Find the column in the failing rows, and take it out of the mart.
limit: none
*/
select distinct
    texts.table_name,
    texts.column_name
from {{ batch }} as texts
where
    texts.text_value in (
        select delivered_records.record_id
        from delivered_records
    )
    or texts.text_value in (
        select delivered_records.notification_id
        from delivered_records
    );
