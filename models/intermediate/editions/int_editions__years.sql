with editions as (
    select * from {{ ref('int_editions__covered') }}
),

years as (
    select cast(series.notification_year as integer) as notification_year
    from {{ whole_numbers('notification_year', 1900, 2100) }} as series
),

-- R-17: an edition has two periods for the imputation.
final as (
    select
        editions.edition_code,
        years.notification_year,
        case
            when years.notification_year < editions.imputation_second_period_from_year
                then cast(editions.year_from as string) || '-'
                    || cast(editions.imputation_second_period_from_year - 1 as string)
            else
                cast(editions.imputation_second_period_from_year as string) || '-'
                || cast(editions.year_to as string)
        end as imputation_period_code
    from editions
    inner join years
        on years.notification_year between editions.first_covered_year and editions.year_to
)

select * from final
