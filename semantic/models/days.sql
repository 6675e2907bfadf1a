-- MetricFlow asks for a list of days. Nothing is counted by day: a year is its first of January.
with years as (
    select
        min(edition_years.notification_year) as first_year,
        max(edition_years.notification_year) as last_year
    from {{ source('marts', 'dim_edition_years') }} as edition_years
)

select cast(series.generated_day as date) as day_on
from
    years,
    generate_series(
        make_date(years.first_year, 1, 1), make_date(years.last_year, 12, 31), interval 1 day
    ) as series (generated_day)
