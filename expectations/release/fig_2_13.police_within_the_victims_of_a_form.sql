/*
statement: The police notified no more victims of a form than there are.
reason: A police notification is one victim in one year (R-05).
remedy: Look at fct_notifications for a key that occurs twice.
limit: none
*/
select
    these.edition_code,
    these.column_code,
    these.row_code,
    these.value,
    others.value as victims
from {{ batch }} as these
inner join fig_2_07 as others
    on
        these.edition_code = others.edition_code
        and these.column_kind = others.column_kind
        and these.column_code = others.column_code
        and these.row_code = others.row_code
where
    these.row_kind = 'trafficking_form'
    and others.row_kind = 'trafficking_form'
    and these.value > others.value;
