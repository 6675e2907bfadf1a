-- One row per record: whose it is and where it ended. The notification's id is there only where the
-- record has none of its own.
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
    fates.record_key,
    fates.record_id,
    case when fates.record_id is null then assessed.notification_id end as notification_id,
    fates.delivery_id,
    assessed.notification_year,
    coalesce(assessed.reporter_code, reporter_names.reporter_code, 'register') as reporter_code,
    fates.fate_code,
    fates.rejection_reason_code,
    fates.victim_year_key,
    standing.record_key is not null as is_standing,
    assessed.coding_number,
    assessed.gender_delivered,
    assessed.nationalities_delivered,
    assessed.exploitation_forms_delivered,
    assessed.prostitution_sectors_delivered,
    assessed.labour_sectors_delivered,
    assessed.criminal_manners_delivered,
    assessed.reporting_unit_delivered
from audit.aud_record_fate as fates
inner join intermediate.int_records__assessed as assessed
    on fates.record_key = assessed.record_key
left join intermediate.int_records__standing as standing
    on fates.record_key = standing.record_key
left join reporter_names
    on assessed.reporter_delivered = reporter_names.delivered_code
