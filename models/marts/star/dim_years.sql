with years as (
    select cast(series.notification_year as integer) as notification_year
    from {{ whole_numbers('notification_year', 1900, 2100) }} as series
),

register_years as (
    select
        min(victim_years.notification_year) as first_year,
        max(victim_years.notification_year) as last_year
    from {{ ref('int_victim_years__resolved') }} as victim_years
),

final as (
    select
        years.notification_year,
        years.notification_year as sort_order,
        cast(years.notification_year as string) as label_nl,
        cast(years.notification_year as string) as label_en,
        false as is_unknown
    from years
    inner join register_years
        on years.notification_year between register_years.first_year and register_years.last_year
)

select * from final
