{{ config(enabled=is_increment()) }}

with assessed as (
    select * from {{ ref('int_records__assessed') }}
),

new_records as (
    select
        assessed.record_id,
        assessed.notification_id,
        assessed.registration_year,
        assessed.fault_code
    from assessed
    where {{ only_new_files('assessed.source_file') }}
),

-- A record whose id comes again may be a copy or in conflict from now on, and may have stood before.
same_id as (
    select
        assessed.record_id,
        assessed.notification_id,
        assessed.registration_year,
        assessed.fault_code
    from assessed
    where assessed.record_id in (select new_records.record_id from new_records)
),

-- Which version of a notification stands is decided among all of them, in whatever year they lie.
touched_notifications as (
    select new_records.notification_id
    from new_records
    union
    select same_id.notification_id
    from same_id
),

same_notification as (
    select
        assessed.record_id,
        assessed.registration_year,
        assessed.fault_code
    from assessed
    where
        assessed.notification_id in (
            select touched.notification_id
            from touched_notifications as touched
            where touched.notification_id is not null
        )
),

-- Only records that can be accepted: a year that stands in a faulty record alone is no year of the
-- register.
final as (
    select touched.registration_year as changed_year
    from (
        select
            new_records.record_id,
            new_records.registration_year,
            new_records.fault_code
        from new_records
        union all
        select
            same_id.record_id,
            same_id.registration_year,
            same_id.fault_code
        from same_id
        union all
        select * from same_notification
    ) as touched
    where touched.fault_code is null and touched.record_id is not null
    group by touched.registration_year
)

select * from final
