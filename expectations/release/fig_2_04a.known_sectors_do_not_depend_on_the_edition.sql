/*
statement: How many have a known sector in a year is the same in every edition with the same rules.
reason: The list of sectors differs between editions, whether one is known does not (R-03).
remedy: Look at ref_category_editions and int_editions__prostitution_sectors.
limit: none
*/
with editions as (
    select
        editions.edition_code,
        coalesce(string_agg(rules.exclusion_rule_id, ' ' order by rules.exclusion_rule_id), '')
            as rules
    from marts.dim_editions as editions
    left join marts.bridge_edition_rules as rules
        on editions.edition_code = rules.edition_code
    group by editions.edition_code
)

select
    cells.column_code,
    cells.row_code
from {{ batch }} as cells
inner join editions
    on cells.edition_code = editions.edition_code
where
    cells.column_kind = 'year'
    and cells.row_kind in ('sector_knowledge', 'total')
group by cells.column_code, cells.row_kind, cells.row_code, editions.rules
having count(distinct cells.value) > 1;
