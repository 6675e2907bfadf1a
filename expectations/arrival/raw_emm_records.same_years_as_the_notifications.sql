/*
statement: Many persons in both tables are known to the EMM in a year in which they are reported.
reason: Hardly any year in common means that the years of one of the tables are shifted.
remedy: >-
  Compare registered_on and received_on with the register, or set the limit same_year_share of the
  office (docs/office.md).
column: registered_on
limit: {in_sql: [same_year_share], judged_from: group_records_to_judge}
*/
with both_tables as (
    select
        emm.person_pseudonym,
        bool_or(emm.received_year = notified.received_year) as has_same_year
    from {{ batch }} as emm
    inner join raw_notifications as notified
        on emm.person_pseudonym = notified.person_pseudonym
    group by emm.person_pseudonym
),

counted as (
    select
        count(*) as persons,
        count(*) filter (where both_tables.has_same_year) as with_same_year
    from both_tables
)

select 'too few years in common' as finding
from counted
where counted.with_same_year < {{ limit('same_year_share') }} * counted.persons;

-- looked at:
select distinct emm.person_pseudonym
from {{ batch }} as emm
inner join raw_notifications as notified
    on emm.person_pseudonym = notified.person_pseudonym;
