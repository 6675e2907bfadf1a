/*
statement: No unit has more notifications than the police as a whole.
reason: >-
  A unit notifies a victim once a year, so that it cannot exceed the victims the police notified
  (R-06).
remedy: Look at fct_police_unit_notifications for a key that occurs twice.
limit: none
*/
with police as (
    select *
    from fig_2_11
    where fig_2_11.row_code = 'POL' and fig_2_11.row_kind = 'reporter_group'
)

select
    these.edition_code,
    these.column_code,
    these.value,
    police.value as other_value
from {{ batch }} as these
inner join police
    on
        these.edition_code = police.edition_code
        and these.column_kind = police.column_kind
        and these.column_code = police.column_code
where
    these.row_kind = 'police_unit'
    and these.column_kind in ('year', 'trafficking_form')
    and these.value > police.value;
