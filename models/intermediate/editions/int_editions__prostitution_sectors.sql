with editions as (
    select * from {{ ref('int_editions__covered') }}
),

sectors as (
    select * from {{ ref('ref_prostitution_sectors') }}
),

category_editions as (
    select * from {{ ref('ref_category_editions') }} as ref_category_editions
    where ref_category_editions.attribute_code = 'prostitution_sector'
),

-- R-03: a category that an edition does not know yet is published as the one it was part of.
final as (
    select
        editions.edition_code,
        sectors.prostitution_sector_code,
        coalesce(category_editions.published_code, sectors.prostitution_sector_code)
            as published_sector_code,
        sectors.visibility_code
    from editions
    cross join sectors
    left join category_editions
        on
            sectors.prostitution_sector_code = category_editions.category_code
            and editions.year_to between
            category_editions.edition_year_to_from and category_editions.edition_year_to_to
)

select * from final
