/*
statement: Nearly all {{ delivered }} have a pseudonym.
reason: Without it a victim can be counted twice, so that the record is rejected.
remedy: Ask the registry for a new export with the pseudonym of every person.
column: person_pseudonym
limit: {share_of_rows: broken_record_share, judged_from: records_to_judge}
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where records.person_pseudonym is null;
