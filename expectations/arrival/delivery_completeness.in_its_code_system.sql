/*
statement: The codes of the {{ label }} are of the reporter's own code system and year.
reason: >-
  Codes of another system, or of a year in which they meant something else, are unknown by the
  hundred; one sentence says it better than a hundred.
remedy: >-
  Look which codes were used for {{ column }}; extend the crosswalk when the reporter has a new
  code list, or ask for the codes that were agreed.
name: "{{ column }}_in_its_code_system"
column: "{{ column }}"
limit: {in_sql: [group_records_to_judge, unrecognised_share]}
each:
  - {column: reporting_unit, label: police unit}
  - {column: gender, label: gender}
  - {column: nationalities, label: nationality}
  - {column: exploitation_forms, label: form of exploitation}
  - {column: prostitution_sectors, label: prostitution sector}
  - {column: labour_sectors, label: labour sector}
  - {column: criminal_manners, label: type of criminal exploitation}
  - {column: consent, label: consent}
  - {column: cooperates, label: cooperation}
*/
select
    known.source_table,
    known.reporter_group_code,
    known.received_year,
    known.filled_count,
    known.recognised_count
from {{ batch }} as known
where
    known.column_name = '{{ column }}'
    and known.filled_count >= {{ limit('group_records_to_judge') }}
    and known.filled_count - known.recognised_count
    > {{ limit('unrecognised_share') }} * known.filled_count;

-- looked at:
select 1 as row_seen
from {{ batch }} as known
where
    known.column_name = '{{ column }}'
    and known.filled_count >= {{ limit('group_records_to_judge') }};
