-- Prostitution sectors that are published under their own name from an edition on.
select
    changes.attribute_code,
    changes.category_code,
    sectors.label_nl,
    sectors.label_en,
    earlier_sectors.label_nl as earlier_label_nl,
    earlier_sectors.label_en as earlier_label_en,
    changes.edition_year_to_from,
    changes.rule_id
from reference.ref_category_editions as changes
inner join reference.ref_category_editions as earlier
    on
        changes.attribute_code = earlier.attribute_code
        and changes.category_code = earlier.category_code
        and changes.edition_year_to_from = earlier.edition_year_to_to + 1
inner join marts.dim_prostitution_sectors as sectors
    on changes.category_code = sectors.prostitution_sector_code
inner join marts.dim_prostitution_sectors as earlier_sectors
    on earlier.published_code = earlier_sectors.prostitution_sector_code
where
    changes.attribute_code = 'prostitution_sector'
    and changes.published_code = changes.category_code
    and earlier.published_code <> earlier.category_code
order by changes.attribute_code, changes.category_code
