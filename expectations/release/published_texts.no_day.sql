/*
statement: >-
  No published text is a day; of a first notification the month is told, as the first day of it.
reason: >-
  The monitor counts years; a day is a birth date or a day of receipt, and either singles somebody
  out.
remedy: Do not publish. Find the column in the failing rows, and take it out of the mart.
limit: none
*/
select distinct
    texts.table_name,
    texts.column_name
from {{ batch }} as texts
where
    (
        regexp_full_match(
            texts.text_value, '[12][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9].*'
        )
        and not (
            texts.column_name = 'first_notification_month'
            and texts.text_value like '____-__-01'
        )
    )
    or regexp_full_match(texts.text_value, '[0-9][0-9]-[0-9][0-9]-[12][0-9][0-9][0-9]');
