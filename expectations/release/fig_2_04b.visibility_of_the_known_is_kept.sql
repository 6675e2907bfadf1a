/*
statement: No visibility has fewer victims than the known ones of Figuur 2.4a.
reason: Imputation adds to what is known and takes nothing away (R-17).
remedy: Look at int_editions__imputation_groups.
limit: none
*/
with known as (
    select
        sectors.edition_code,
        lists.visibility_code,
        sum(sectors.value) as value
    from fig_2_04a as sectors
    inner join reference.ref_prostitution_sectors as lists
        on sectors.row_code = lists.prostitution_sector_code
    where
        sectors.row_kind = 'prostitution_sector'
        and sectors.column_kind = 'edition'
    group by sectors.edition_code, lists.visibility_code
)

select
    these.edition_code,
    these.row_code,
    these.value,
    known.value as known_value
from {{ batch }} as these
inner join known
    on
        these.edition_code = known.edition_code
        and these.row_code = known.visibility_code
where
    these.row_kind = 'visibility'
    and these.column_kind = 'edition'
    and these.value < known.value;
