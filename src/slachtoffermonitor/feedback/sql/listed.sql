-- The rows of the list of records, the newest year first.
select
    findings.kind,
    findings.reason_code,
    findings.attribute_name,
    findings.reporter_code,
    findings.notification_year,
    findings.other_reporter_code,
    findings.record_id,
    findings.notification_id,
    findings.delivery_id,
    findings.other_record_id,
    findings.delivered_code
from findings
where findings.for_reporter_code = $reporter
order by
    findings.kind asc,
    findings.notification_year desc nulls last,
    findings.reason_code asc,
    findings.record_id asc nulls last,
    findings.record_key asc,
    findings.attribute_name asc,
    findings.other_record_id asc,
    findings.delivered_code asc
