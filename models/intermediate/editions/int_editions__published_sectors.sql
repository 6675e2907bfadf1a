with victim_years as (
    select
        int_editions__known_victim_years.edition_code,
        int_editions__known_victim_years.edition_year_to,
        int_editions__known_victim_years.victim_year_key,
        int_editions__known_victim_years.prostitution_sector_code
    from {{ ref('int_editions__known_victim_years') }} as int_editions__known_victim_years
    where
        int_editions__known_victim_years.is_in_analysis_population
        and {{ has_form('int_editions__known_victim_years.form_mask', 'SU') }}
),

category_editions as (
    select * from {{ ref('ref_category_editions') }} as ref_category_editions
    where ref_category_editions.attribute_code = 'prostitution_sector'
),

sectors as (
    select * from {{ ref('ref_prostitution_sectors') }}
),

-- R-03: a category that an edition does not know yet is published as the one it was part of.
final as (
    select
        victim_years.edition_code,
        victim_years.victim_year_key,
        coalesce(category_editions.published_code, victim_years.prostitution_sector_code)
            as prostitution_sector_code,
        sectors.visibility_code
    from victim_years
    inner join sectors
        on victim_years.prostitution_sector_code = sectors.prostitution_sector_code
    left join category_editions
        on
            victim_years.prostitution_sector_code = category_editions.category_code
            and victim_years.edition_year_to between
            category_editions.edition_year_to_from and category_editions.edition_year_to_to
)

select * from final
