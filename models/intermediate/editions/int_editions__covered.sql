{{ config(post_hook="{{ stop_without_editions(this) }}") }}

with editions as (
    select * from {{ ref('ref_editions') }}
),

register_years as (
    select
        min(victim_years.notification_year) as first_year,
        max(victim_years.notification_year) as last_year
    from {{ ref('int_victim_years__resolved') }} as victim_years
),

-- An edition is built when its last year is one of the years of the register. It is complete when
-- the register also has its first year.
final as (
    select
        editions.edition_code,
        editions.year_from,
        editions.year_to,
        editions.imputation_second_period_from_year,
        editions.label_nl,
        editions.label_en,
        cast(greatest(editions.year_from, register_years.first_year) as integer)
            as first_covered_year,
        register_years.first_year <= editions.year_from as is_complete
    from editions
    inner join register_years
        on editions.year_to between register_years.first_year and register_years.last_year
)

select * from final
