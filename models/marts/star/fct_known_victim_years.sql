with victim_years as (
    select * from {{ ref('int_victim_years__resolved') }}
),

default_rules as (
    select * from {{ ref('int_editions__rules') }} as edition_rules
    where edition_rules.is_default_edition
),

-- A rule leaves a victim-year out of the editions in which it is in force (R-10). The flag says how
-- it is in the default edition.
final as (
    select
        victim_years.victim_year_key,
        victim_years.notification_year,
        victim_years.first_notification_month,
        default_rules.exclusion_rule_id is null as is_in_analysis_population,
        victim_years.exclusion_rule_id,
        coalesce(victim_years.exclusion_rule_id = 'R-07', false) as is_emm_only,
        coalesce(victim_years.exclusion_rule_id = 'R-09', false) as is_om_letter_only,
        coalesce(victim_years.exclusion_rule_id = 'R-08', false) as is_kmar_only_sexual,
        victim_years.has_notification,
        victim_years.is_emm_known,
        victim_years.has_om_letter,
        {%- for group in ['police', 'kmar', 'iszw', 'care_coordinator', 'fairwork', 'other'] %}
        victim_years.is_reported_by_{{ group }},
        {%- endfor %}
        victim_years.first_police_unit_code,
        victim_years.first_reporter_code,
        victim_years.form_combination_code,
        victim_years.has_sexual,
        victim_years.has_labour,
        victim_years.has_criminal,
        victim_years.has_organ,
        victim_years.form_combination_code = 'ONB' as is_form_unknown,
        victim_years.trafficking_form_code,
        victim_years.gender_code,
        victim_years.age_years,
        victim_years.age_band_code,
        victim_years.adulthood_code,
        victim_years.nationality_code,
        victim_years.nationality_class_code,
        victim_years.origin_region_code,
        victim_years.prostitution_sector_code,
        victim_years.visibility_code,
        victim_years.labour_sector_combination_code,
        victim_years.criminal_manner_combination_code,
        victim_years.cooperates_code
    from victim_years
    left join default_rules
        on victim_years.exclusion_rule_id = default_rules.exclusion_rule_id
)

select * from final
