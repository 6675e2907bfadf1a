/*
statement: The two sexual groups together are not more than any sexual exploitation.
reason: >-
  Sexual goes first in the hierarchy; the rest are those whose nationality is unknown (R-12,
  C-18).
remedy: Look at ref_trafficking_form_hierarchy.
limit: none
*/
select
    these.edition_code,
    these.column_code,
    sum(these.value) as value,
    max(others.value) as other_value
from {{ batch }} as these
inner join fig_2_03 as others
    on
        these.edition_code = others.edition_code
        and these.column_kind = others.column_kind
        and these.column_code = others.column_code
        and others.row_kind = 'any_form'
        and others.row_code = 'SU'
where these.row_code in ('BL-SU', 'GO-SU')
group by these.edition_code, these.column_kind, these.column_code
having sum(these.value) > max(others.value);
