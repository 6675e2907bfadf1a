/*
statement: No published text is a pseudonym.
reason: A pseudonym in a published table makes a person traceable through it.
remedy: Do not publish. Find the column in the failing rows, and take it out of the mart.
limit: none
*/
select distinct
    texts.table_name,
    texts.column_name
from {{ batch }} as texts
where texts.text_value in (
    select delivered_records.person_pseudonym
    from delivered_records
);
