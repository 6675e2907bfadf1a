/*
statement: Some persons known to the EMM are also reported by a reporter.
reason: >-
  Nobody in common means that the two tables were pseudonymised with different keys: everybody
  would be known through the EMM only (R-07).
remedy: Ask for one pseudonym per person over both tables.
column: person_pseudonym
limit: {in_sql: [records_to_judge], judged_from: records_to_judge}
*/
select 'no person is in both tables' as finding
where
    not exists (
        select 1
        from {{ batch }} as emm
        inner join raw_notifications as notified
            on emm.person_pseudonym = notified.person_pseudonym
    );

-- looked at:
select distinct records.person_pseudonym
from {{ batch }} as records
where (
    select count(*)
    from raw_notifications
) >= {{ limit('records_to_judge') }};
