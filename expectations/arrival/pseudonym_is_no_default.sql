/*
statement: No pseudonym has more than a small share of all records.
reason: A value such as 0 or UNKNOWN in place of pseudonyms makes one victim of many.
remedy: >-
  Ask the registry for a new export with a pseudonym for each person, or set the limit
  heavy_person_share of the office (docs/office.md).
column: person_pseudonym
limit: {in_sql: [heavy_person_share], judged_from: records_to_judge}
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where
    records.person_pseudonym in (
        select persons.person_pseudonym
        from {{ batch }} as persons
        group by persons.person_pseudonym
        having count(*) > {{ limit('heavy_person_share') }} * (
            select count(*)
            from {{ batch }}
        )
    );
