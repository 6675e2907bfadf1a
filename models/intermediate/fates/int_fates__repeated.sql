with standing as (
    select * from {{ ref('int_records__standing') }}
),

-- Reporter groups, and the EMM, with more than one record about a person in a year.
repeated as (
    select
        standing.person_pseudonym,
        standing.notification_year,
        standing.evidence_kind,
        standing.reporter_group_code
    from standing
    group by
        standing.person_pseudonym,
        standing.notification_year,
        standing.evidence_kind,
        standing.reporter_group_code
    having count(*) > 1
),

final as (
    select
        standing.record_key,
        cast(
            row_number() over (
                partition by
                    standing.person_pseudonym,
                    standing.notification_year,
                    standing.evidence_kind,
                    standing.reporter_group_code
                order by
                    standing.received_on asc,
                    standing.notification_id asc nulls first,
                    standing.record_key asc
            ) as integer
        ) as receipt_rank
    from standing
    inner join repeated
        on
            standing.person_pseudonym = repeated.person_pseudonym
            and standing.notification_year = repeated.notification_year
            and standing.evidence_kind = repeated.evidence_kind
            and standing.reporter_group_code is not distinct from repeated.reporter_group_code
)

select * from final
