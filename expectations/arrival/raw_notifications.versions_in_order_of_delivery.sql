/*
statement: A higher version is seldom delivered before a lower one.
reason: >-
  Versions that run against the deliveries mean that an older state takes the place of a newer
  one.
remedy: Ask the registry how versions are numbered.
column: version
limit: {share_of_rows: changed_version_share, judged_from: group_records_to_judge}
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where
    records.version_place > 1
    and records.delivered_on < records.previous_delivered_on;

-- looked at:
select 1 as row_seen
from {{ batch }} as records
where records.version_place > 1;
