{{ config(materialized='view') }}

with records as (
    select * from {{ ref('int_records__keyed') }}
),

headings as (
    select * from {{ ref('int_codes__headings') }}
),

-- Every record has a heading, so the join drops none.
decoded as (
    select
        records.*,
        headings.reporter_code,
        headings.reporter_group_code,
        headings.legal_basis_code,
        headings.is_notifier,
        headings.is_om_letter,
        headings.status_code,
        headings.consent_code,
        headings.om_b8_letter_code,
        headings.cooperates_code,
        headings.code_system,
        headings.coding_number
    from records
    left join headings
        on
            records.source_table = headings.source_table
            and records.notification_year is not distinct from headings.notification_year
            and records.reporter_delivered is not distinct from headings.reporter_delivered
            and records.status_delivered is not distinct from headings.status_delivered
            and records.consent_delivered is not distinct from headings.consent_delivered
            and records.om_b8_letter_delivered is not distinct from headings.om_b8_letter_delivered
            and records.cooperates_delivered is not distinct from headings.cooperates_delivered
),

-- The first reason that applies, in the order of ref_rejection_reasons; faults of the key come
-- first. R-22: from the start of the AVG on, a reporter that needs consent cannot notify without
-- it. A code that is in no crosswalk stops the build instead.
final as (
    select
        decoded.*,
        case
            when decoded.record_id is null then 'record_id_missing'
            when decoded.has_other_content then 'record_id_conflict'
            when decoded.copy_number > 1 then 'record_id_copy'
            when decoded.source_table = 'notifications' and decoded.notification_id is null
                then 'notification_id_missing'
            when
                decoded.source_table = 'notifications'
                and coalesce(decoded.version_number, 0) < 1
                then 'version_unreadable'
            when decoded.delivery_id is null or decoded.delivered_on is null
                then 'delivery_incomplete'
            when decoded.source_table = 'notifications' and decoded.status_delivered is null
                then 'status_missing'
            when decoded.reporter_delivered is null then 'reporter_missing'
            when decoded.person_pseudonym is null then 'person_pseudonym_missing'
            when decoded.received_on_text is null then 'received_on_missing'
            when decoded.received_on is null then 'received_on_unreadable'
            when decoded.received_on < {{ parameter('received_on_earliest', 'date') }}
                then 'received_too_early'
            when decoded.received_on > decoded.delivered_on then 'received_after_delivery'
            when
                decoded.received_on >= {{ parameter('consent_required_from', 'date') }}
                and decoded.legal_basis_code = 'CONSENT'
                and decoded.is_notifier
                and not decoded.is_om_letter
                and coalesce(decoded.consent_code, 'unknown') <> 'yes'
                and (decoded.consent_delivered is null or decoded.consent_code is not null)
                and (
                    decoded.om_b8_letter_delivered is null
                    or decoded.om_b8_letter_code is not null
                )
                then 'consent_missing'
        end as rejection_reason_code
    from decoded
)

select * from final
