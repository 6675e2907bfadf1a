/*
statement: No value is longer than a code or an id can be.
reason: >-
  A long text is a story about a person, or several lines that a lost quotation mark has put
  together.
remedy: Remove free text before the delivery; look for an unclosed quotation mark otherwise.
limit: {in_sql: [text_length]}
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where
    {% call(text) for_any_text('records') %}length({{ text }}) > {{ limit('text_length') }}{% endcall %};
