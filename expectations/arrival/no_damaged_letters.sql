/*
statement: No value holds letters that a wrong encoding has damaged.
reason: Names of countries and pseudonyms with damaged letters are others than they were.
remedy: Export the file as UTF-8, from the source and not by converting it again.
limit: none
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where
    {% call(text) for_any_text('records') %}regexp_matches({{ text }}, '�|Ã[-¿]|â€'){% endcall %};
