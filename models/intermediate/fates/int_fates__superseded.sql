with records as (
    select * from {{ ref('int_records__decoded') }}
),

reasons as (
    select * from {{ ref('ref_rejection_reasons') }}
),

repeated_notifications as (
    select records.notification_id
    from records
    where records.notification_id is not null
    group by records.notification_id
    having count(*) > 1
),

-- A rejected version still supersedes lower ones, unless its notification or version is not known.
versions as (
    select
        records.record_key,
        records.notification_id,
        records.version_number,
        records.delivered_on,
        records.rejection_reason_code is not null as is_rejected
    from records
    inner join repeated_notifications
        on records.notification_id = repeated_notifications.notification_id
    left join reasons
        on records.rejection_reason_code = reasons.rejection_reason_code
    where records.rejection_reason_code is null or reasons.supersedes_lower_versions
),

ranked as (
    select
        versions.*,
        row_number() over (
            partition by versions.notification_id
            order by
                versions.version_number desc nulls last,
                versions.delivered_on desc nulls last,
                versions.record_key desc
        ) as version_rank,
        max(versions.version_number) over (partition by versions.notification_id) as highest_version
    from versions
),

final as (
    select
        ranked.record_key,
        ranked.version_number,
        ranked.highest_version
    from ranked
    where ranked.version_rank > 1 and not ranked.is_rejected
)

select * from final
