with victim_years as (
    select * from {{ ref('int_victim_years__ages') }}
),

countries as (
    select * from {{ ref('ref_countries') }}
),

age_bands as (
    select * from {{ ref('int_reference__age_band_by_age') }}
),

form_combinations as (
    select * from {{ ref('int_reference__form_combinations') }}
),

trafficking_forms as (
    select * from {{ ref('int_reference__trafficking_forms') }}
),

sectors as (
    select * from {{ ref('ref_prostitution_sectors') }}
),

-- The key numbers the victim-years of a year in the order of a hash, so that it says nothing about
-- the person.
-- R-17: of several reporters the first in the order police (by the unit that notified first),
-- border police, inspectorate, care coordinators, FairWork, others.
described as (
    select
        victim_years.*,
        cast(victim_years.notification_year as string) || '-' || lpad(
            cast(
                row_number() over (
                    partition by victim_years.notification_year
                    order by
                        md5(victim_years.person_pseudonym) asc, victim_years.person_pseudonym asc
                ) as string
            ), 9, '0'
        ) as victim_year_key,
        coalesce(victim_years.nationality_code, 'XXX') as known_nationality_code,
        case
            when victim_years.is_reported_by_police
                then 'POL:' || coalesce(victim_years.first_police_unit_code, 'ONB')
            when victim_years.is_reported_by_kmar then 'KMAR'
            when victim_years.is_reported_by_iszw then 'ISZW'
            when victim_years.is_reported_by_care_coordinator then 'ZOCO'
            when victim_years.is_reported_by_fairwork then 'FW'
            when victim_years.is_reported_by_other then 'OVM'
        end as first_reporter_code
    from victim_years
),

-- Every nationality has a country and every set of forms a combination (crosswalks_are_sound,
-- code_lists_keep_to_the_rules): no join drops a victim-year.
final as (
    select
        described.victim_year_key,
        described.person_pseudonym,
        described.notification_year,
        described.exclusion_rule_id,
        cast(date_trunc('month', described.first_notified_on) as date) as first_notification_month,
        described.has_notification,
        described.is_emm_known,
        described.has_om_letter,
        {%- for group in ['police', 'kmar', 'iszw', 'care_coordinator', 'fairwork', 'other'] %}
        described.is_reported_by_{{ group }},
        {%- endfor %}
        described.first_police_unit_code,
        described.first_reporter_code,
        form_combinations.form_combination_code,
        described.has_sexual,
        described.has_labour,
        described.has_criminal,
        described.has_organ,
        trafficking_forms.trafficking_form_code,
        coalesce(described.gender_code, 'ONB') as gender_code,
        described.known_nationality_code as nationality_code,
        countries.nationality_class_code,
        countries.origin_region_code,
        described.birth_on,
        described.age_years,
        described.age_issue_code,
        coalesce(age_bands.age_band_code, 'ONB') as age_band_code,
        coalesce(age_bands.adulthood_code, 'UNKNOWN') as adulthood_code,
        case when described.has_sexual then coalesce(sectors.prostitution_sector_code, 'ONB') end
            as prostitution_sector_code,
        case when described.has_sexual then coalesce(sectors.visibility_code, 'ONB') end
            as visibility_code,
        case
            when described.has_labour
                then coalesce(described.labour_sector_combination_code, 'ONB')
        end as labour_sector_combination_code,
        case
            when described.has_criminal
                then coalesce(described.criminal_manner_combination_code, 'ONB')
        end as criminal_manner_combination_code,
        coalesce(described.cooperates_code, 'unknown') as cooperates_code
    from described
    left join countries
        on described.known_nationality_code = countries.country_code
    left join form_combinations
        on
            described.has_sexual = form_combinations.has_sexual
            and described.has_labour = form_combinations.has_labour
            and described.has_criminal = form_combinations.has_criminal
            and described.has_organ = form_combinations.has_organ
    left join trafficking_forms
        on
            form_combinations.form_combination_code = trafficking_forms.form_combination_code
            and countries.nationality_class_code = trafficking_forms.nationality_class_code
    left join age_bands
        on described.age_years = age_bands.age_years
    left join sectors
        on described.prostitution_order = sectors.hierarchy_order
)

select * from final
