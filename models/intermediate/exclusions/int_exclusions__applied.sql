{{ config(materialized='view') }}

with victim_years as (
    select * from {{ ref('int_victim_years__enriched') }}
),

-- R-07: known through the EMM, and not notified by any reporter. R-09: known only through an
-- automatic B8 dismissal letter. R-08: sexual exploitation, reported by the border police (KMar)
-- and no other group. At most one of the three applies.
final as (
    select
        victim_years.*,
        case
            when not victim_years.has_notification and victim_years.is_emm_known then 'R-07'
            when not victim_years.has_notification and victim_years.has_om_letter then 'R-09'
            when
                victim_years.has_sexual
                and victim_years.is_reported_by_kmar
                and not victim_years.is_reported_by_police
                and not victim_years.is_reported_by_iszw
                and not victim_years.is_reported_by_care_coordinator
                and not victim_years.is_reported_by_fairwork
                and not victim_years.is_reported_by_other
                then 'R-08'
        end as exclusion_rule_id
    from victim_years
)

select * from final
