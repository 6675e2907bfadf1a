/*
statement: Some persons are reported in more than one year.
reason: >-
  When nobody ever returns, pseudonyms were made anew for each year, and distinct persons over an
  edition cannot be counted (R-04).
remedy: Ask for pseudonyms that are the same in all years.
column: person_pseudonym
limit: {in_sql: [records_to_judge], judged_from: persons_to_return}
*/
with large as (
    select records.received_year
    from {{ batch }} as records
    where records.received_year is not null
    group by records.received_year
    having count(*) >= {{ limit('records_to_judge') }}
),

counted as (
    select count(*) as years
    from large
)

select 'nobody is reported in two years' as finding
from counted
where
    counted.years > 1
    and not exists (
        select 1
        from {{ batch }} as persons
        group by persons.person_pseudonym
        having count(distinct persons.received_year) > 1
    );

-- looked at:
select distinct records.person_pseudonym
from {{ batch }} as records;
