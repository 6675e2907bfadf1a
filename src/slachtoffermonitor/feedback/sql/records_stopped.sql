-- One row per record that would be processed, of what a build that stopped at unknown codes left.
create temp table records as
with reporter_names as (
    -- a record without a usable date has no year in which its reporter could be looked up
    select
        lookup.delivered_code,
        min(lookup.standard_code) as reporter_code
    from intermediate.int_codes__lookup as lookup
    where lookup.code_kind = 'reporter'
    group by lookup.delivered_code
    having min(lookup.standard_code) = max(lookup.standard_code)
)

select
    assessed.record_key,
    assessed.source_table,
    assessed.record_id,
    assessed.delivery_id,
    assessed.notification_year,
    coalesce(assessed.reporter_code, reporter_names.reporter_code, 'register') as reporter_code,
    assessed.code_system,
    assessed.gender_delivered,
    assessed.nationalities_delivered,
    assessed.exploitation_forms_delivered,
    assessed.prostitution_sectors_delivered,
    assessed.labour_sectors_delivered,
    assessed.criminal_manners_delivered,
    assessed.reporting_unit_delivered,
    assessed.reporter_delivered,
    assessed.status_delivered,
    assessed.consent_delivered,
    assessed.om_b8_letter_delivered,
    assessed.cooperates_delivered
from intermediate.int_records__assessed as assessed
left join reporter_names
    on assessed.reporter_delivered = reporter_names.delivered_code
where assessed.rejection_reason_code is null
