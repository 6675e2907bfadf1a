/*
statement: Pseudonyms are no citizen service numbers.
reason: >-
  A number that occurs elsewhere names the person; citizen service numbers are known by their
  check digit.
remedy: >-
  Destroy the delivery as the agreement says, tell the registry, and ask for a pseudonymised one.
column: person_pseudonym
limit: {share_of_rows: citizen_number_share, judged_from: group_records_to_judge}
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where
    case
        when {{ is_eight_or_nine_digits('records.person_pseudonym') }}
            then {{ has_check_digit('records.person_pseudonym') }}
        else false
    end;

-- looked at:
select 1 as row_seen
from {{ batch }} as records
where
    {{ is_eight_or_nine_digits('records.person_pseudonym') }};
