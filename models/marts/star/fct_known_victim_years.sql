with victim_years as (
    select * from {{ ref('int_editions__known_victim_years') }}
),

final as (
    select
        victim_years.edition_code,
        victim_years.victim_year_key,
        victim_years.notification_year,
        victim_years.has_notification,
        victim_years.is_emm_known,
        victim_years.has_om_letter,
        coalesce(victim_years.exclusion_rule_id = 'R-07', false) as is_emm_only,
        coalesce(victim_years.exclusion_rule_id = 'R-09', false) as is_om_letter_only,
        coalesce(victim_years.exclusion_rule_id = 'R-08', false) as is_kmar_only_sexual,
        victim_years.is_in_analysis_population,
        victim_years.exclusion_rule_id
    from victim_years
)

select * from final
