{{ config(enabled=is_increment()) }}

with changed_years as (
    select * from {{ ref('int_increment__years') }}
),

unchanged_years as (
    select
        min(victim_years.registration_year) as first_year,
        max(victim_years.registration_year) as last_year
    from {{ ref('int_victim_years__merged') }} as victim_years
    where
        victim_years.registration_year not in (
            select changed_years.changed_year
            from changed_years
        )
),

-- An edition that covers a changed year, or that the register reaches only with one. When the first
-- year of the register may have moved, all of them: what they cover begins there.
final as (
    select
        editions.edition_code,
        editions.year_from,
        editions.year_to
    from {{ ref('ref_editions') }} as editions
    cross join unchanged_years
    where
        unchanged_years.first_year is null
        or editions.year_to > unchanged_years.last_year
        or exists (
            select 1
            from changed_years
            where
                changed_years.changed_year between editions.year_from and editions.year_to
                or changed_years.changed_year < unchanged_years.first_year
        )
)

select * from final
