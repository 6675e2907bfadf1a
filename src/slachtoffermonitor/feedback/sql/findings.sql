-- One row per record and thing to look at, with the reporter that may see it: its own record, and
-- no other record than one of its own. `register` in place of a reporter is the registry itself: it
-- gets what cannot be laid before one reporter without telling it of another.
create temp table findings as
with content as (
    select * from intermediate.int_records__decoded
),

rejected as (
    select
        records.record_key,
        'rejected' as kind,
        records.rejection_reason_code as reason_code,
        null as attribute_name,
        null as other_record_key
    from records
    where records.fate_code = 'rejected'
),

duplicates as (
    select
        records.record_key,
        'duplicate' as kind,
        'duplicate' as reason_code,
        null as attribute_name,
        first_content.record_key as other_record_key
    from records
    inner join content
        on records.record_key = content.record_key
    inner join content as first_content
        on
            content.person_pseudonym = first_content.person_pseudonym
            and content.notification_year = first_content.notification_year
            and content.reporter_group_code = first_content.reporter_group_code
            and content.evidence_kind = first_content.evidence_kind
    inner join intermediate.int_fates__repeated as first_place
        on first_content.record_key = first_place.record_key and first_place.receipt_rank = 1
    where records.fate_code = 'duplicate'
),

unusable as (
    select
        rejected_values.record_key,
        'unusable' as kind,
        rejected_values.issue_code as reason_code,
        rejected_values.attribute_name,
        null as other_record_key
    from audit.aud_rejected_values as rejected_values
    where rejected_values.record_key is not null
),

-- An age of the year rests on the first notification, which may be another reporter's.
unusable_ages as (
    select
        records.record_key,
        'unusable' as kind,
        rejected_values.issue_code as reason_code,
        rejected_values.attribute_name,
        null as other_record_key
    from audit.aud_rejected_values as rejected_values
    inner join intermediate.int_victim_years__resolved as victim_years
        on rejected_values.victim_year_key = victim_years.victim_year_key
    inner join records
        on rejected_values.victim_year_key = records.victim_year_key and records.is_standing
    inner join content
        on
            records.record_key = content.record_key
            and victim_years.birth_on = content.birth_on
),

conflicts as (
    select
        conflicts.losing_record_key as record_key,
        'conflict' as kind,
        'conflict' as reason_code,
        conflicts.attribute_name,
        conflicts.kept_record_key as other_record_key
    from audit.aud_attribute_conflicts as conflicts
),

found as (
    select
        *,
        false as is_of_victim_year
    from rejected
    union all
    select
        *,
        false as is_of_victim_year
    from duplicates
    union all
    select
        *,
        false as is_of_victim_year
    from unusable
    union all
    select
        *,
        true as is_of_victim_year
    from unusable_ages
    union all
    select
        *,
        false as is_of_victim_year
    from conflicts
)

select
    case
        when found.is_of_victim_year then 'register'
        when coalesce(others.reporter_code, records.reporter_code) <> records.reporter_code
            then 'register'
        else records.reporter_code
    end as for_reporter_code,
    found.kind,
    found.reason_code
    || case when others.reporter_code <> records.reporter_code then '_between_reporters' else '' end
        as reason_code,
    found.attribute_name,
    records.reporter_code,
    records.record_key,
    records.record_id,
    records.notification_id,
    records.delivery_id,
    records.notification_year,
    others.reporter_code as other_reporter_code,
    others.record_id as other_record_id,
    cast(null as varchar) as delivered_code
from found
inner join records
    on found.record_key = records.record_key
left join records as others
    on found.other_record_key = others.record_key
