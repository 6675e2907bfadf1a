/*
statement: No published text holds an e-mail address or a long number.
reason: Contact details and citizen service numbers are nobody's business here.
remedy: Do not publish. Find the column in the failing rows, and take it out of the mart.
limit: none
*/
select distinct
    texts.table_name,
    texts.column_name
from {{ batch }} as texts
where regexp_matches(texts.text_value, '@|[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]');
