with records as (
    select * from {{ ref('int_records__decoded') }}
),

repeated_records as (
    select * from {{ ref('int_records__repeated') }}
),

reasons as (
    select * from {{ ref('ref_rejection_reasons') }}
),

superseded as (
    select * from {{ ref('int_fates__superseded') }}
),

repeated as (
    select * from {{ ref('int_fates__repeated') }} as int_fates__repeated
    where int_fates__repeated.receipt_rank > 1
),

victim_years as (
    select * from {{ ref('int_victim_years__resolved') }}
),

default_rules as (
    select * from {{ ref('int_editions__rules') }} as edition_rules
    where edition_rules.is_default_edition
),

-- The first fate that applies, in the order of ref_record_fates. A superseded or withdrawn record
-- has a victim-year too, if other records of that person and year exist.
judged as (
    select
        records.record_key,
        -- the key of a record is its id, unless others have that id too
        case
            when repeated_records.record_key is null then records.record_key
            else repeated_records.record_id
        end as record_id,
        records.source_table,
        records.delivery_id,
        case
            when records.rejection_reason_code is not null then 'rejected'
            when superseded.record_key is not null then 'superseded'
            when records.status_code = 'withdrawn' then 'withdrawn'
            when records.evidence_kind <> 'notification' then 'not_a_notification'
            when repeated.record_key is not null then 'duplicate'
            when default_rules.exclusion_rule_id is not null then 'excluded'
            else 'counted'
        end as fate_code,
        records.rejection_reason_code,
        reasons.rule_id as rejection_rule_id,
        records.evidence_kind,
        records.version_number,
        superseded.highest_version,
        repeated.receipt_rank,
        victim_years.exclusion_rule_id,
        victim_years.victim_year_key
    from records
    left join repeated_records
        on records.record_key = repeated_records.record_key
    left join reasons
        on records.rejection_reason_code = reasons.rejection_reason_code
    left join superseded
        on records.record_key = superseded.record_key
    left join repeated
        on records.record_key = repeated.record_key
    left join victim_years
        on
            records.person_pseudonym = victim_years.person_pseudonym
            and records.notification_year = victim_years.notification_year
    left join default_rules
        on victim_years.exclusion_rule_id = default_rules.exclusion_rule_id
),

final as (
    select
        judged.record_key,
        judged.record_id,
        judged.source_table,
        judged.delivery_id,
        judged.fate_code,
        case judged.fate_code
            when 'rejected' then judged.rejection_rule_id
            when 'superseded' then 'R-01'
            when 'withdrawn' then 'R-01'
            when 'not_a_notification'
                then case when judged.evidence_kind = 'om_letter' then 'R-09' else 'R-07' end
            when 'excluded' then judged.exclusion_rule_id
            else 'R-05'
        end as rule_id,
        judged.rejection_reason_code,
        case judged.fate_code
            when 'superseded' then case
                when judged.version_number < judged.highest_version
                    then 'version ' || cast(judged.version_number as string)
                        || ' gives way to version ' || cast(judged.highest_version as string)
                else 'version ' || cast(judged.version_number as string)
                    || ' came more than once: the latest delivery, then the last record id, stands'
            end
            when 'withdrawn' then 'the highest version of the notification is withdrawn'
            when 'not_a_notification' then case
                when judged.evidence_kind = 'om_letter'
                    then 'automatic B8 dismissal letter of the Public Prosecution Service'
                else 'record of the EMM, which is not a reporter'
            end
            when 'duplicate'
                then 'notification ' || cast(judged.receipt_rank as string)
                    || ' of this person by the same reporter group in the year'
            when 'excluded'
                then 'sexual exploitation, reported by the border police and no other group'
            when 'counted' then 'the counted notification of its person, year and reporter group'
        end as detail,
        judged.victim_year_key
    from judged
)

select * from final
