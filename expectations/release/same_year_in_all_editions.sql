/*
statement: A year has the same numbers in every edition that holds it and has the same rules.
reason: >-
  Editions are counted from one register; a year that changes from one edition to the next needs a
  definition that changed (R-03), or a rule that is no longer in force (R-10).
remedy: Look at audit.aud_revisions, then at what in the model depends on the edition.
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
    cells.row_kind,
    cells.row_code,
    cells.measure
from {{ batch }} as cells
inner join editions
    on cells.edition_code = editions.edition_code
where cells.column_kind = 'year'
group by cells.column_code, cells.row_kind, cells.row_code, cells.measure, editions.rules
having count(distinct coalesce(cells.value, -1)) > 1;

-- looked at:
select
    cells.column_code,
    cells.row_kind,
    cells.row_code,
    cells.measure
from {{ batch }} as cells
where cells.column_kind = 'year'
group by all
having count(*) > 1;
