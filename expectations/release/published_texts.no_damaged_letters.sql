/*
statement: No published text has letters that a wrong encoding has damaged.
reason: Labels with diacritics must arrive as they were written.
remedy: Save the seed of that label as UTF-8.
limit: none
*/
select distinct
    texts.table_name,
    texts.column_name,
    texts.text_value
from {{ batch }} as texts
where regexp_matches(texts.text_value, '�|Ã[-¿]|â€');
