/*
statement: Hardly any record has a twin under another pseudonym.
reason: >-
  The same full birth date, gender, nationality, forms, reporter and day of receipt under two
  pseudonyms is one person who counts twice.
remedy: >-
  Ask the registry whether a part was pseudonymised twice. Birth dates of 1 January and 1 July are
  left out.
column: person_pseudonym
limit: {share_of_rows: copied_record_share, judged_from: records_to_judge}
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where
    records.twin_key in (
        select twins.twin_key
        from {{ batch }} as twins
        where twins.twin_key is not null
        group by twins.twin_key
        having count(distinct twins.person_pseudonym) > 1
    );

-- looked at:
select 1 as row_seen
from {{ batch }} as records
where records.twin_key is not null;
