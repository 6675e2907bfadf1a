/*
statement: Corrections seldom turn a notification into one of another reporter.
reason: >-
  When notification ids are numbered per reporter, versions of different reporters are taken for
  one notification, and only one of them counts.
remedy: Number notifications over all reporters together.
column: reporter
limit: {share_of_rows: changed_version_share, judged_from: group_records_to_judge}
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where
    records.version_place > 1
    and records.reporter_group_code <> records.first_reporter_group;

-- looked at:
select 1 as row_seen
from {{ batch }} as records
where records.version_place > 1;
