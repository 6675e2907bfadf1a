/*
statement: No birth date is that of more than a small share of all records.
reason: A default date (1 January 1900, the day of the migration) makes an age of nothing.
remedy: >-
  Leave the birth date empty, or only the year, where it is not known, or set the limit
  heaped_birth_share of the office (docs/office.md).
column: birth_date
limit: {in_sql: [heaped_birth_share], judged_from: records_to_judge}
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where
    records.birth_on is not null
    and records.birth_on in (
        select born.birth_on
        from {{ batch }} as born
        where born.birth_on is not null
        group by born.birth_on
        having count(*) > {{ limit('heaped_birth_share') }} * (
            select count(*)
            from {{ batch }} as all_born
            where all_born.birth_on is not null
        )
    );

-- looked at:
select 1 as row_seen
from {{ batch }} as records
where records.birth_on is not null;
