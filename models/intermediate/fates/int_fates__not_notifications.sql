with standing as (
    select * from {{ ref('int_records__standing') }} as int_records__standing
    where int_records__standing.evidence_kind <> 'notification'
),

final as (
    select
        standing.record_key,
        standing.registration_year,
        case when standing.evidence_kind = 'om_letter' then 'R-09' else 'R-07' end as rule_id,
        case
            when standing.evidence_kind = 'om_letter'
                then 'automatic B8 dismissal letter of the Public Prosecution Service'
            else 'record of the EMM, which is not a reporter'
        end as detail
    from standing
)

select * from final
