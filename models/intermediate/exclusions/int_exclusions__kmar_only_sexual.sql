with victim_years as (
    select * from {{ ref('int_victim_years__enriched') }}
),

sexual_exploitation as (
    select * from {{ ref('ref_exploitation_forms') }} as ref_exploitation_forms
    where ref_exploitation_forms.exploitation_form_code = 'SU'
),

final as (
    select
        victim_years.person_pseudonym,
        victim_years.registration_year,
        'R-08' as rule_id,
        'sexual exploitation, notified by the border police and no other group' as detail
    from victim_years
    cross join sexual_exploitation
    where
        victim_years.is_reported_by_kmar
        and not victim_years.is_reported_by_police
        and not victim_years.is_reported_by_iszw
        and not victim_years.is_reported_by_care_coordinator
        and not victim_years.is_reported_by_fairwork
        and not victim_years.is_reported_by_other
        and (victim_years.form_mask & sexual_exploitation.form_bit) > 0
)

select * from final
