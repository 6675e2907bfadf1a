/*
statement: Nearly all reported ages are whole years.
reason: An age with a decimal point or in words is taken as unknown.
remedy: Write the age in whole years.
column: reported_age
limit: {share_of_rows: unreadable_value_share, judged_from: records_to_judge}
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where
    records.reported_age_text is not null
    and not regexp_full_match(records.reported_age_text, '-?[0-9]+');

-- looked at:
select 1 as row_seen
from {{ batch }} as records
where records.reported_age_text is not null;
