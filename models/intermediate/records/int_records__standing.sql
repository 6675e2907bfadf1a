with decoded as (
    select * from {{ ref('int_records__decoded') }}
),

superseded as (
    select * from {{ ref('int_fates__superseded') }}
),

withdrawn as (
    select * from {{ ref('int_fates__withdrawn') }}
),

reporter_groups as (
    select * from {{ ref('ref_reporter_groups') }}
),

standing as (
    select
        decoded.record_key,
        decoded.notification_id,
        decoded.person_pseudonym,
        decoded.received_on,
        decoded.registration_year,
        case
            when decoded.is_om_letter then 'om_letter'
            when decoded.is_notifier then 'notification'
            else 'emm'
        end as evidence_kind,
        decoded.reporter_code,
        decoded.reporter_group_code,
        decoded.police_unit_code,
        decoded.birth_on,
        decoded.reported_age,
        decoded.gender_code,
        decoded.nationality_code,
        decoded.form_mask,
        decoded.prostitution_order,
        decoded.labour_mask,
        decoded.manner_mask,
        decoded.cooperates_code
    from decoded
    left join superseded
        on decoded.record_key = superseded.record_key
    left join withdrawn
        on decoded.record_key = withdrawn.record_key
    where superseded.record_key is null and withdrawn.record_key is null
),

-- The order in which one group, or the EMM, told of a person in a year.
ranked as (
    select
        standing.*,
        cast(
            row_number() over (
                partition by
                    standing.person_pseudonym,
                    standing.registration_year,
                    standing.evidence_kind,
                    standing.reporter_group_code
                order by
                    standing.received_on asc,
                    standing.notification_id asc nulls first,
                    standing.record_key asc
            ) as integer
        ) as receipt_rank
    from standing
),

-- The order in which the records about a person in a year are believed, as one number: reporter
-- group, the EMM last (R-07), then the latest day, then the place among the records of that day.
final as (
    select
        ranked.*,
        reporter_groups.priority_order,
        cast(coalesce(reporter_groups.priority_order, 9) as bigint) * 1000000000000000
        + (99999999 - cast(
            extract(year from ranked.received_on) * 10000
            + extract(month from ranked.received_on) * 100
            + extract(day from ranked.received_on) as bigint
        )) * 10000000
        + ranked.receipt_rank as belief_order
    from ranked
    left join reporter_groups
        on
            ranked.reporter_group_code = reporter_groups.reporter_group_code
            and ranked.evidence_kind = 'notification'
)

select * from final
