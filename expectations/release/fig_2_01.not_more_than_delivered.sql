/*
statement: No year has more victims than persons in its delivered records.
reason: The first and the last table of the warehouse are compared without anything in between.
remedy: Look for a join that multiplies victim-years.
limit: none
*/
with persons as (
    select
        cast(delivered_records.received_year as varchar) as column_code,
        count(distinct delivered_records.person_pseudonym) as person_count
    from delivered_records
    group by delivered_records.received_year
)

select
    these.edition_code,
    these.column_code,
    these.value,
    persons.person_count
from {{ batch }} as these
left join persons
    on these.column_code = persons.column_code
where
    these.row_code = 'ALL_KNOWN'
    and these.column_kind = 'year'
    and these.value > coalesce(persons.person_count, 0);
