/*
statement: Of some victims of the edition it is known.
reason: >-
  When nearly everybody is unknown the attribute was not delivered, or its codes are all mapped to
  unknown.
remedy: >-
  Look at audit.aud_code_mapping, and deliver the column, or set the limit unknown_share_high of
  the office (docs/office.md).
limit: {in_sql: [unknown_share_high, victims_to_judge]}
*/
select
    cells.edition_code,
    cells.value,
    cells.base
from {{ batch }} as cells
where
    cells.row_kind = '{{ unknown_kind }}'
    and cells.row_code in ({{ unknown_codes }})
    and cells.column_kind = 'edition'
    and cells.base >= {{ limit('victims_to_judge') }}
    and cells.value > {{ limit('unknown_share_high') }} * cells.base;

-- looked at:
select 1 as row_seen
from {{ batch }} as cells
where
    cells.row_kind = '{{ unknown_kind }}'
    and cells.row_code in ({{ unknown_codes }})
    and cells.column_kind = 'edition'
    and cells.base >= {{ limit('victims_to_judge') }};
