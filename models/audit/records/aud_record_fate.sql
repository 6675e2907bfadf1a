{{ config(**by_fates()) }}

with rejected as (
    select * from {{ ref('int_records__rejected') }}
),

accepted as (
    select * from {{ ref('int_records__accepted') }}
    where {{ only_changed_years('registration_year') }}
),

superseded as (
    select * from {{ ref('int_fates__superseded') }}
    where {{ only_changed_years('registration_year') }}
),

withdrawn as (
    select * from {{ ref('int_fates__withdrawn') }}
    where {{ only_changed_years('registration_year') }}
),

not_notifications as (
    select * from {{ ref('int_fates__not_notifications') }}
    where {{ only_changed_years('registration_year') }}
),

duplicates as (
    select * from {{ ref('int_fates__duplicates') }}
    where {{ only_changed_years('registration_year') }}
),

exclusions as (
    select * from {{ ref('int_exclusions__unioned') }}
    where {{ only_changed_years('registration_year') }}
),

victim_years as (
    select * from {{ ref('int_victim_years__resolved') }}
    where {{ only_changed_years('notification_year') }}
),

rejections as (
    select
        rejected.record_key,
        rejected.record_id,
        rejected.source_table,
        rejected.delivery_id,
        'rejected' as fate_code,
        rejected.rule_id,
        rejected.reason_code,
        cast(null as string) as detail,
        cast(null as string) as victim_year_key
    from rejected
),

-- The steps in their order: the first that applies is where the record ends.
acceptances as (
    select
        accepted.record_key,
        accepted.record_id,
        accepted.source_table,
        accepted.delivery_id,
        case
            when superseded.record_key is not null then 'superseded'
            when withdrawn.record_key is not null then 'withdrawn'
            when not_notifications.record_key is not null then 'not_a_notification'
            when duplicates.record_key is not null then 'duplicate'
            when exclusions.rule_id is not null then 'excluded'
            else 'counted'
        end as fate_code,
        coalesce(
            superseded.rule_id,
            withdrawn.rule_id,
            not_notifications.rule_id,
            duplicates.rule_id,
            exclusions.rule_id,
            'R-05'
        ) as rule_id,
        cast(null as string) as reason_code,
        coalesce(
            superseded.detail,
            withdrawn.detail,
            not_notifications.detail,
            duplicates.detail,
            exclusions.detail,
            'the counted notification of its person, year and reporter group'
        ) as detail,
        victim_years.victim_year_key
    from accepted
    left join superseded
        on accepted.record_key = superseded.record_key
    left join withdrawn
        on accepted.record_key = withdrawn.record_key
    left join not_notifications
        on accepted.record_key = not_notifications.record_key
    left join duplicates
        on accepted.record_key = duplicates.record_key
    left join exclusions
        on
            accepted.person_pseudonym = exclusions.person_pseudonym
            and accepted.registration_year = exclusions.registration_year
    left join victim_years
        on
            -- No condition of its own: DuckDB would compare every record with every victim-year.
            case
                when superseded.record_key is null and withdrawn.record_key is null
                    then accepted.person_pseudonym
            end = victim_years.person_pseudonym
            and accepted.registration_year = victim_years.notification_year
),

final as (
    select * from rejections
    union all
    select * from acceptances
)

select
    final.record_key,
    final.record_id,
    final.source_table,
    final.delivery_id,
    final.fate_code,
    final.rule_id,
    final.reason_code,
    final.detail,
    final.victim_year_key
from final
order by final.record_key
