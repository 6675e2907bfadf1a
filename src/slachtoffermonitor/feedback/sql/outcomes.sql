-- One row per outcome: records of the year before, of the year, and of all years.
select
    fates.label_nl,
    count(records.record_key) filter (where records.notification_year = $year - 1) as before_count,
    count(records.record_key) filter (where records.notification_year = $year) as year_count,
    count(records.record_key) as all_count
from reference.ref_record_fates as fates
left join records
    on fates.fate_code = records.fate_code and records.reporter_code = $reporter
group by fates.fate_code, fates.label_nl, fates.sort_order
order by fates.sort_order
