-- One row per kind and attribute: records of the reporter that meet one of another reporter.
select
    findings.kind,
    findings.attribute_name,
    count(*) as record_count
from findings
where
    findings.for_reporter_code = 'register' and findings.reporter_code = $reporter
    and findings.reporter_code <> 'register' and findings.kind in ('duplicate', 'conflict')
group by findings.kind, findings.attribute_name
order by findings.kind, findings.attribute_name
