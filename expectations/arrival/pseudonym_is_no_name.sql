/*
statement: No pseudonym is a name or an address.
reason: >-
  A delivery with a name must not be processed, however few there are: the register is
  pseudonymised before it leaves the registry.
remedy: >-
  Destroy the delivery as the agreement says, tell the registry, and ask for a pseudonymised one.
column: person_pseudonym
limit: none
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where {{ is_name_or_address('records.person_pseudonym') }};
