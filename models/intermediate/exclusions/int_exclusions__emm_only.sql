with victim_years as (
    select * from {{ ref('int_victim_years__merged') }}
),

final as (
    select
        victim_years.person_pseudonym,
        victim_years.registration_year,
        'R-07' as rule_id,
        'known through the EMM, and not notified by any reporter' as detail
    from victim_years
    where not victim_years.has_notification and victim_years.is_emm_known
)

select * from final
