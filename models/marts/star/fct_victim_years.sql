with victim_years as (
    select * from {{ ref('int_editions__known_victim_years') }} as int_editions__known_victim_years
    where int_editions__known_victim_years.is_in_analysis_population
),

published_sectors as (
    select * from {{ ref('int_editions__published_sectors') }}
),

labour_sectors as (
    select * from {{ ref('int_editions__labour_sectors') }}
),

criminal_manners as (
    select * from {{ ref('int_editions__criminal_manners') }}
),

-- R-04: the first year of a person in the edition counts the distinct persons.
first_years as (
    select
        victim_years.edition_code,
        victim_years.person_pseudonym,
        min(victim_years.notification_year) as first_year
    from victim_years
    group by victim_years.edition_code, victim_years.person_pseudonym
),

final as (
    select
        victim_years.edition_code,
        victim_years.victim_year_key,
        victim_years.notification_year,
        victim_years.form_combination_code,
        {{ has_form('victim_years.form_mask', 'SU') }} as has_sexual,
        {{ has_form('victim_years.form_mask', 'AU') }} as has_labour,
        {{ has_form('victim_years.form_mask', 'CU') }} as has_criminal,
        {{ has_form('victim_years.form_mask', 'OV') }} as has_organ,
        victim_years.form_mask = 0 as is_form_unknown,
        victim_years.trafficking_form_code,
        victim_years.gender_code,
        victim_years.age_years,
        victim_years.age_band_code,
        victim_years.nationality_code,
        victim_years.nationality_class_code,
        victim_years.origin_region_code,
        published_sectors.prostitution_sector_code,
        published_sectors.visibility_code,
        labour_sectors.labour_sector_code,
        criminal_manners.criminal_manner_code,
        victim_years.is_reported_by_police,
        victim_years.is_reported_by_kmar,
        victim_years.is_reported_by_iszw,
        victim_years.is_reported_by_care_coordinator,
        victim_years.is_reported_by_fairwork,
        victim_years.is_reported_by_other,
        victim_years.is_emm_known,
        victim_years.has_om_letter,
        victim_years.cooperates_code,
        victim_years.notification_year = first_years.first_year as is_first_of_person_in_edition
    from victim_years
    inner join first_years
        on
            victim_years.edition_code = first_years.edition_code
            and victim_years.person_pseudonym = first_years.person_pseudonym
    left join published_sectors
        on
            victim_years.edition_code = published_sectors.edition_code
            and victim_years.victim_year_key = published_sectors.victim_year_key
    left join labour_sectors
        on
            victim_years.edition_code = labour_sectors.edition_code
            and victim_years.victim_year_key = labour_sectors.victim_year_key
    left join criminal_manners
        on
            victim_years.edition_code = criminal_manners.edition_code
            and victim_years.victim_year_key = criminal_manners.victim_year_key
)

select * from final
