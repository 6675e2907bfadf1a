with days as (
    select * from {{ ref('aud_delivery__days') }}
),

yearly as (
    select
        days.source_table,
        days.reporter_group_code,
        days.received_year,
        sum(days.record_count) as record_count,
        sum(days.record_count) filter (where extract(month from days.received_on) <= 6)
            as first_half_count,
        sum(days.record_count) filter (where extract(month from days.received_on) > 6)
            as second_half_count,
        sum(days.record_count) filter (where extract(day from days.received_on) <= 12)
            as early_day_count,
        max(days.record_count) as busiest_day_count
    from days
    group by days.source_table, days.reporter_group_code, days.received_year
),

spans as (
    select
        days.source_table,
        min(days.received_year) as first_year,
        max(days.received_year) as last_year,
        max(days.delivered_on) as last_delivered_on
    from days
    group by days.source_table
),

-- Every group has a row for every year of its table, so that a year without records shows.
grid as (
    select distinct
        yearly.source_table,
        yearly.reporter_group_code,
        spans.first_year,
        spans.last_year,
        spans.last_delivered_on,
        cast(years.received_year as integer) as received_year
    from yearly
    inner join spans
        on yearly.source_table = spans.source_table
    inner join {{ whole_numbers('received_year', 1900, 2100) }} as years
        on years.received_year between spans.first_year and spans.last_year
),

filled as (
    select
        grid.*,
        coalesce(yearly.record_count, 0) as record_count,
        coalesce(yearly.first_half_count, 0) as first_half_count,
        coalesce(yearly.second_half_count, 0) as second_half_count,
        coalesce(yearly.early_day_count, 0) as early_day_count,
        coalesce(yearly.busiest_day_count, 0) as busiest_day_count
    from grid
    left join yearly
        on
            grid.source_table = yearly.source_table
            and grid.reporter_group_code = yearly.reporter_group_code
            and grid.received_year = yearly.received_year
),

compared as (
    select
        filled.source_table,
        filled.reporter_group_code,
        filled.received_year,
        count(earlier.record_count) as years_before_count,
        median(earlier.record_count) as median_before
    from filled
    left join filled as earlier
        on
            filled.source_table = earlier.source_table
            and filled.reporter_group_code = earlier.reporter_group_code
            and earlier.received_year between filled.received_year - 3 and filled.received_year - 1
    group by filled.source_table, filled.reporter_group_code, filled.received_year
),

final as (
    select
        filled.source_table,
        filled.reporter_group_code,
        filled.received_year,
        cast(filled.record_count as bigint) as record_count,
        cast(filled.first_half_count as bigint) as first_half_count,
        cast(filled.second_half_count as bigint) as second_half_count,
        cast(filled.early_day_count as bigint) as early_day_count,
        cast(filled.busiest_day_count as bigint) as busiest_day_count,
        cast(compared.years_before_count as integer) as years_before_count,
        cast(compared.median_before as decimal(18, 1)) as median_before,
        filled.received_year = filled.first_year as is_first_year,
        filled.received_year = filled.last_year as is_last_year,
        filled.last_delivered_on
    from filled
    inner join compared
        on
            filled.source_table = compared.source_table
            and filled.reporter_group_code = compared.reporter_group_code
            and filled.received_year = compared.received_year
)

select * from final
order by
    final.source_table,
    final.reporter_group_code,
    final.received_year
