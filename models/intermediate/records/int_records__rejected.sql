with assessed as (
    select * from {{ ref('int_records__assessed') }} as int_records__assessed
    where int_records__assessed.rejection_reason_code is not null
),

reasons as (
    select * from {{ ref('ref_rejection_reasons') }}
),

-- Identifiers of the record and its delivery only: no attribute of a person gets here.
final as (
    select
        assessed.record_key,
        assessed.record_id,
        assessed.source_table,
        assessed.delivery_id,
        assessed.delivered_on,
        assessed.notification_id,
        assessed.version_number,
        assessed.rejection_reason_code as reason_code,
        reasons.rule_id,
        reasons.supersedes_lower_versions
    from assessed
    inner join reasons
        on assessed.rejection_reason_code = reasons.reason_code
)

select * from final
