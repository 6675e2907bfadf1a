-- Who gets a file: every reporter with a record, and the registry where something is left.
select
    reporters.reporter_code,
    reporters.label_nl
from reference.ref_reporters as reporters
where reporters.reporter_code in (select records.reporter_code from records)
union all
select
    'register' as reporter_code,
    'de beheerder van het register' as label_nl
where
    exists (
        select 1 from records
        where records.reporter_code = 'register'
    )
    or exists (
        select 1 from findings
        where findings.for_reporter_code = 'register'
    )
order by all
