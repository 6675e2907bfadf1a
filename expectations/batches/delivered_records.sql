{#- What the published tables are held against. It exists in memory only. -#}
select
    notifications.record_id,
    notifications.notification_id,
    notifications.person_pseudonym,
    cast(extract(year from notifications.received_on) as integer) as received_year
from staging.stg_register__notifications as notifications
union all
select
    emm_records.record_id,
    emm_records.notification_id,
    emm_records.person_pseudonym,
    cast(extract(year from emm_records.received_on) as integer) as received_year
from staging.stg_register__emm_records as emm_records
