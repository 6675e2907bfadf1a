/*
statement: No value begins as a formula of a spreadsheet.
reason: >-
  Such a text is executed when somebody opens an export, and shows that the delivery went through
  a spreadsheet.
remedy: Export from the register without a spreadsheet in between.
limit: none
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where
    {% call(text) for_any_text('records') %}regexp_matches({{ text }}, '^\s*([=@]|[+-][A-Za-z(])'){% endcall %};
