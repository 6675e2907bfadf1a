with victim_years as (
    select * from {{ ref('int_victim_years__merged') }}
),

final as (
    select
        victim_years.person_pseudonym,
        victim_years.registration_year,
        'R-09' as rule_id,
        'known only through an automatic B8 dismissal letter' as detail
    from victim_years
    where
        not victim_years.has_notification
        and not victim_years.is_emm_known
        and victim_years.has_om_letter
)

select * from final
