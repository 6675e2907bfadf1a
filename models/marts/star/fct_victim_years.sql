with victim_years as (
    select
        known.*,
        {{ has_form('known.form_mask', 'SU') }} as has_sexual,
        {{ has_form('known.form_mask', 'AU') }} as has_labour,
        {{ has_form('known.form_mask', 'CU') }} as has_criminal,
        {{ has_form('known.form_mask', 'OV') }} as has_organ
    from {{ ref('int_editions__known_victim_years') }} as known
    where known.is_in_analysis_population
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

-- A condition on the left side alone would keep DuckDB from a hash join.
final as (
    select
        victim_years.edition_code,
        victim_years.victim_year_key,
        victim_years.notification_year,
        victim_years.form_combination_code,
        victim_years.has_sexual,
        victim_years.has_labour,
        victim_years.has_criminal,
        victim_years.has_organ,
        victim_years.form_mask = 0 as is_form_unknown,
        victim_years.trafficking_form_code,
        victim_years.gender_code,
        victim_years.age_years,
        victim_years.age_band_code,
        victim_years.nationality_code,
        victim_years.nationality_class_code,
        victim_years.origin_region_code,
        published_sectors.published_sector_code as prostitution_sector_code,
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
        -- R-04: the first year of a person in the edition counts the distinct persons
        coalesce(victim_years.previous_population_year < victim_years.edition_year_from, true)
            as is_first_of_person_in_edition
    from victim_years
    left join published_sectors
        on
            victim_years.edition_code = published_sectors.edition_code
            and case when victim_years.has_sexual then victim_years.prostitution_sector_code end
            = published_sectors.prostitution_sector_code
    left join labour_sectors
        on
            victim_years.edition_code = labour_sectors.edition_code
            and case when victim_years.has_labour then victim_years.labour_mask end
            = labour_sectors.labour_mask
    left join criminal_manners
        on
            victim_years.edition_code = criminal_manners.edition_code
            and victim_years.notification_year = criminal_manners.notification_year
            and case when victim_years.has_criminal then victim_years.manner_mask end
            = criminal_manners.manner_mask
)

select * from final
