/*
statement: No share of a whole edition differs much from the edition before.
reason: >-
  Two editions have four of their five years in common; a leap is a change of definition, not of
  the world.
remedy: Look at audit.aud_revisions, or accept it for this delivery (docs/office.md).
limit: {in_sql: [edition_share_change, victims_to_judge]}
acceptable: true
*/
select
    these.edition_code,
    these.exhibit_code,
    these.row_code,
    these.value,
    these.base,
    earlier.value as earlier_value,
    earlier.base as earlier_base
from {{ batch }} as these
inner join marts.dim_editions as editions
    on these.edition_code = editions.edition_code
inner join marts.dim_editions as earlier_editions
    on
        editions.year_from = earlier_editions.year_from + 1
        and earlier_editions.is_complete
inner join {{ batch }} as earlier
    on
        earlier_editions.edition_code = earlier.edition_code
        and these.exhibit_code = earlier.exhibit_code
        and these.row_kind = earlier.row_kind
        and these.row_code = earlier.row_code
        and these.measure = earlier.measure
        and these.column_kind = earlier.column_kind
where
    these.column_kind = 'edition'
    and these.base >= {{ limit('victims_to_judge') }}
    and earlier.base >= {{ limit('victims_to_judge') }}
    and abs(these.value / these.base - earlier.value / earlier.base)
    > {{ limit('edition_share_change') }};

-- looked at:
select 1 as row_seen
from {{ batch }} as these
inner join marts.dim_editions as editions
    on these.edition_code = editions.edition_code
inner join marts.dim_editions as earlier_editions
    on
        editions.year_from = earlier_editions.year_from + 1
        and earlier_editions.is_complete
where
    these.column_kind = 'edition'
    and these.base >= {{ limit('victims_to_judge') }};
