/*
statement: Police, border police and labour inspectorate are the notifications with a legal basis.
reason: The two groupings of one figure must not contradict each other (R-20 to R-22).
remedy: Look at legal_basis_code in ref_reporter_groups.
limit: none
*/
with members as (
    select
        cells.edition_code,
        cells.column_kind,
        cells.column_code,
        reporter_groups.legal_basis_code,
        cells.value
    from {{ batch }} as cells
    inner join reference.ref_reporter_groups as reporter_groups
        on cells.row_code = reporter_groups.reporter_group_code
    where cells.row_kind = 'reporter_group'
)

select
    these.edition_code,
    these.column_code,
    these.value,
    sum(members.value) as member_sum
from {{ batch }} as these
inner join members
    on
        these.edition_code = members.edition_code
        and these.column_kind = members.column_kind
        and these.column_code = members.column_code
        and these.row_code = members.legal_basis_code
where these.row_kind = 'legal_basis'
group by
    these.edition_code,
    these.column_kind,
    these.column_code,
    these.row_code,
    these.value
having sum(members.value) <> these.value;
