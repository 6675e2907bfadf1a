/*
statement: Whoever is known through the EMM only is not in the second line of Figuur 2.1.
reason: The two figures show the same people from two sides (R-07).
remedy: Compare with audit.aud_population_steps.
limit: none
*/
with differences as (
    select
        first_line.edition_code,
        first_line.column_kind,
        first_line.column_code,
        first_line.value - second_line.value as value
    from fig_2_01 as first_line
    inner join fig_2_01 as second_line
        on
            first_line.edition_code = second_line.edition_code
            and first_line.column_code = second_line.column_code
            and first_line.row_code = 'ALL_KNOWN'
            and second_line.row_code = 'WITHOUT_EMM_ONLY'
)

select
    these.edition_code,
    these.column_code,
    these.value,
    differences.value as other_value
from {{ batch }} as these
inner join differences
    on
        these.edition_code = differences.edition_code
        and these.column_kind = differences.column_kind
        and these.column_code = differences.column_code
where
    these.row_code = 'EMM_ONLY'
    and these.column_kind in ('year', 'edition')
    and these.value > differences.value;
