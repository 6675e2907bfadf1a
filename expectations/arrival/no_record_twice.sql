/*
statement: Hardly any record says the same as another one under another id.
reason: >-
  A file that is loaded twice with new ids counts nobody twice, but a change of pseudonyms on top
  would; and it hides that something else is missing.
remedy: Look for a file or a period that is in the delivery twice.
limit: {share_of_rows: copied_record_share, judged_from: records_to_judge}
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where
    records.content in (
        select said.content
        from {{ batch }} as said
        group by said.content
        having count(distinct coalesce(said.record_id, '')) > 1
    );
