/*
statement: Nearly all birth dates are written as the contract says.
reason: An unreadable birth date is an unknown age, and the mean age moves without a word.
remedy: >-
  Write birth dates as yyyy-mm-dd, dd-mm-yyyy or yyyy; audit.aud_rejected_values will have the
  others.
column: birth_date
limit: {share_of_rows: unreadable_value_share, judged_from: records_to_judge}
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where
    records.birth_date_text is not null
    and records.birth_on is null
    and not regexp_full_match(records.birth_date_text, '[12][0-9][0-9][0-9]');

-- looked at:
select 1 as row_seen
from {{ batch }} as records
where records.birth_date_text is not null;
