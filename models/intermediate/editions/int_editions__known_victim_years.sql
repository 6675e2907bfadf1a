{{ config(materialized='view') }}

with victim_years as (
    select * from {{ ref('int_victim_years__resolved') }}
),

editions as (
    select * from {{ ref('int_editions__covered') }}
),

final as (
    select
        editions.edition_code,
        editions.year_from as edition_year_from,
        editions.year_to as edition_year_to,
        victim_years.*
    from victim_years
    inner join editions
        on victim_years.notification_year between editions.year_from and editions.year_to
)

select * from final
