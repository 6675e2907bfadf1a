with victim_years as (
    select * from {{ ref('fct_known_victim_years') }} as known
    where known.is_in_analysis_population
),

final as (
    select
        victim_years.victim_year_key,
        victim_years.notification_year,
        victim_years.first_notification_month,
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
        victim_years.is_form_unknown,
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
)

select * from final
