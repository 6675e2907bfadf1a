/*
statement: There are at most six notifications for every victim.
reason: A group notifies a victim once a year, and there are six groups (R-05).
remedy: Look at fct_notifications for a key that occurs twice.
limit: none
*/
with victims as (
    select *
    from fig_2_01
    where fig_2_01.row_code = 'ANALYSIS_POPULATION' and fig_2_01.measure = 'victims'
)

select
    these.edition_code,
    these.column_code,
    these.value,
    victims.value as other_value
from {{ batch }} as these
inner join victims
    on
        these.edition_code = victims.edition_code
        and these.column_kind = victims.column_kind
        and these.column_code = victims.column_code
where
    these.row_kind = 'total'
    and these.column_kind in ('year', 'edition')
    and these.value > 6 * victims.value;
