/*
statement: Corrections seldom turn a notification into one of another person.
reason: >-
  When pseudonyms were made anew between two deliveries, every correction gives the victim a
  second identity.
remedy: Ask the registry whether pseudonyms are the same in all deliveries.
column: person_pseudonym
limit: {share_of_rows: changed_version_share, judged_from: group_records_to_judge}
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where
    records.version_place > 1
    and records.person_pseudonym <> records.first_pseudonym;

-- looked at:
select 1 as row_seen
from {{ batch }} as records
where records.version_place > 1;
