/*
statement: No reporting unit holds an e-mail address or a telephone number.
reason: >-
  The column is free for reporters other than the police, and is where names of staff and of
  victims slip in; one of them is one too many.
remedy: >-
  Ask the registry to deliver the unit only, or to leave the column empty. A number of nine digits
  or more is taken for a telephone number.
column: reporting_unit
limit: none
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where regexp_matches(records.reporting_unit_delivered, '@|([0-9][ ()/.-]*){9}');
