/*
statement: No year of an edition has far more victims than its other years.
reason: Persons who are taken for several show here first.
remedy: >-
  Look at pseudonyms in the delivery, and at audit.aud_waterfall, or accept it for this delivery
  (docs/office.md).
limit: {in_sql: [victims_to_judge, victims_year_high]}
acceptable: true
*/
with years as (
    select
        these.edition_code,
        these.column_code,
        these.value,
        median(others.value) as others_median
    from {{ batch }} as these
    inner join {{ batch }} as others
        on
            these.edition_code = others.edition_code
            and these.exhibit_code = others.exhibit_code
            and these.column_kind = others.column_kind
            and these.row_code = others.row_code
            and these.column_code <> others.column_code
    where
        these.exhibit_code = 'fig_2_01'
        and these.column_kind = 'year'
        and these.row_code = 'ANALYSIS_POPULATION'
        and these.measure = 'victims'
    group by all
)

select
    years.edition_code,
    years.column_code,
    years.value,
    years.others_median
from years
where
    years.others_median >= {{ limit('victims_to_judge') }}
    and years.value > {{ limit('victims_year_high') }} * years.others_median;

-- looked at:
select 1 as row_seen
from {{ batch }} as cells
where
    cells.exhibit_code = 'fig_2_01'
    and cells.column_kind = 'year'
    and cells.row_code = 'ANALYSIS_POPULATION';
