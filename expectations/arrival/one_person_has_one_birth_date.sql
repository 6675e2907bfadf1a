/*
statement: Hardly any person has birth dates that lie years apart.
reason: >-
  Reporters differ about a day or a month; years apart means that two persons share a pseudonym.
remedy: >-
  Ask the registry how pseudonyms are made; the same one must never stand for two persons; or set
  the limit contradicted_birth_share of the office (docs/office.md).
column: birth_date
limit: {share_of_rows: contradicted_birth_share, judged_from: records_to_judge}
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where
    records.person_pseudonym in (
        select persons.person_pseudonym
        from {{ batch }} as persons
        where persons.birth_on is not null
        group by persons.person_pseudonym
        having max(persons.birth_on) - min(persons.birth_on) > 730
    );

-- looked at:
select 1 as row_seen
from {{ batch }} as records
where
    records.person_pseudonym in (
        select persons.person_pseudonym
        from {{ batch }} as persons
        where persons.birth_on is not null
        group by persons.person_pseudonym
        having count(*) > 1
    );
