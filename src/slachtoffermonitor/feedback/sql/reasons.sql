-- One row per thing to look at: how often it stands in the list of records.
select
    findings.kind,
    findings.reason_code,
    count(*) as record_count
from findings
where findings.for_reporter_code = $reporter
group by findings.kind, findings.reason_code
order by findings.kind, findings.reason_code
