with keyed as (
    select * from {{ ref('int_records__keyed') }} as int_records__keyed
    where int_records__keyed.rejection_reason_code is not null
),

reasons as (
    select * from {{ ref('ref_rejection_reasons') }}
),

-- Identifiers of the record and its delivery only: no attribute of a person gets here.
final as (
    select
        keyed.record_key,
        keyed.record_id,
        keyed.source_table,
        keyed.delivery_id,
        keyed.delivered_on,
        keyed.notification_id,
        keyed.version_number,
        keyed.rejection_reason_code as reason_code,
        reasons.rule_id,
        reasons.supersedes_lower_versions
    from keyed
    inner join reasons
        on keyed.rejection_reason_code = reasons.reason_code
)

select * from final
