/*
statement: No reporter's {{ label }} becomes far less known than in the years before.
reason: >-
  A column that got lost in an export looks like victims of whom nothing is known; the unknowns
  stay in every base (R-31).
remedy: >-
  Look at the column {{ column }} of that reporter and year in the delivery, and at its codes in
  audit.aud_code_mapping of the last good warehouse, or set the limit known_share_drop of the
  office (docs/office.md).
name: "{{ column }}_as_known_as_before"
column: "{{ column }}"
limit: {in_sql: [group_records_to_judge, known_share_drop]}
each:
  - {column: age, label: age}
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
    known.record_count,
    known.filled_count,
    known.known_count,
    known.record_count_before,
    known.known_count_before
from {{ batch }} as known
where
    known.column_name = '{{ column }}'
    and known.record_count >= {{ limit('group_records_to_judge') }}
    and known.record_count_before >= {{ limit('group_records_to_judge') }}
    and known.known_count_before / known.record_count_before
    - known.known_count / known.record_count
    > {{ limit('known_share_drop') }};

-- looked at:
select 1 as row_seen
from {{ batch }} as known
where
    known.column_name = '{{ column }}'
    and known.record_count >= {{ limit('group_records_to_judge') }}
    and known.record_count_before >= {{ limit('group_records_to_judge') }};
