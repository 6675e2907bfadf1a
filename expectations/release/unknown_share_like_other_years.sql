/*
statement: The unknown share of no year lies far above the other years of its edition.
reason: >-
  A crosswalk that lost its codes, or a column that was not delivered, shows as unknown, and
  unknowns stay in the base.
remedy: >-
  Look at audit.aud_code_mapping for codes that became unknown, and at
  audit.aud_delivery_completeness, or set the limit unknown_share_rise of the office
  (docs/office.md).
limit: {in_sql: [unknown_share_rise, victims_to_judge]}
*/
with shares as (
    select
        cells.edition_code,
        cells.column_code,
        cells.value,
        cells.base,
        min(cells.value / cells.base) over (partition by cells.edition_code) as lowest_share
    from {{ batch }} as cells
    where
        cells.row_kind = '{{ unknown_kind }}'
        and cells.row_code in ({{ unknown_codes }})
        and cells.column_kind = 'year'
        and cells.base >= {{ limit('victims_to_judge') }}
)

select
    shares.edition_code,
    shares.column_code,
    shares.value,
    shares.base,
    shares.lowest_share
from shares
where shares.value / shares.base > shares.lowest_share + {{ limit('unknown_share_rise') }};

-- looked at:
select 1 as row_seen
from {{ batch }} as cells
where
    cells.row_kind = '{{ unknown_kind }}'
    and cells.row_code in ({{ unknown_codes }})
    and cells.column_kind = 'year'
    and cells.base >= {{ limit('victims_to_judge') }};
