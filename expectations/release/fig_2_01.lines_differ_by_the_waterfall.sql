/*
statement: The distances between the lines are the steps of the waterfall.
reason: >-
  The lines and aud_population_steps tell the same story twice; a difference means that an
  exclusion was counted twice or not at all (R-07 to R-10).
remedy: Compare with audit.aud_population_steps for that edition and column.
limit: none
*/
select
    these.edition_code,
    these.column_code,
    these.value,
    sum(steps.victim_count) as step_sum
from {{ batch }} as these
inner join audit.aud_population_steps as steps
    on
        these.edition_code = steps.edition_code
        and these.column_kind = steps.column_kind
        and these.column_code = steps.column_code
        and steps.step_order <= case these.row_code
            when 'ALL_KNOWN' then 1
            when 'WITHOUT_EMM_ONLY' then 3
            else 4
        end
where these.row_kind = 'population_line'
group by
    these.edition_code,
    these.column_code,
    these.row_code,
    these.value
having sum(steps.victim_count) <> these.value;
