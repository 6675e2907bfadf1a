with accepted as (
    select * from {{ ref('int_records__accepted') }} as int_records__accepted
    where int_records__accepted.notification_id is not null
),

rejected as (
    select * from {{ ref('int_records__rejected') }} as int_records__rejected
    where
        int_records__rejected.supersedes_lower_versions
        and int_records__rejected.notification_id is not null
),

versions as (
    select
        accepted.record_key,
        accepted.record_id,
        accepted.notification_id,
        accepted.version_number,
        accepted.delivered_on,
        accepted.registration_year,
        false as is_rejected
    from accepted
    union all
    select
        rejected.record_key,
        rejected.record_id,
        rejected.notification_id,
        rejected.version_number,
        rejected.delivered_on,
        cast(null as integer) as registration_year,
        true as is_rejected
    from rejected
),

repeated_notifications as (
    select versions.notification_id
    from versions
    group by versions.notification_id
    having count(*) > 1
),

ranked as (
    select
        versions.*,
        row_number() over (
            partition by versions.notification_id
            order by
                versions.version_number desc nulls last,
                versions.delivered_on desc nulls last,
                versions.record_id desc nulls last,
                versions.record_key desc
        ) as version_rank,
        max(versions.version_number) over (partition by versions.notification_id) as highest_version
    from versions
    inner join repeated_notifications
        on versions.notification_id = repeated_notifications.notification_id
),

final as (
    select
        ranked.record_key,
        ranked.registration_year,
        'R-01' as rule_id,
        case
            when ranked.version_number < ranked.highest_version
                then 'version ' || cast(ranked.version_number as string)
                    || ' gives way to version ' || cast(ranked.highest_version as string)
            else 'version ' || cast(ranked.version_number as string)
                || ' came more than once: the latest delivery, then the last record id, stands'
        end as detail
    from ranked
    where
        ranked.version_rank > 1
        and not ranked.is_rejected
)

select * from final
