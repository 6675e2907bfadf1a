with enriched as (
    select * from {{ ref('int_victim_years__enriched') }}
),

ages as (
    select * from {{ ref('int_victim_years__ages') }}
),

exclusions as (
    select * from {{ ref('int_exclusions__unioned') }}
),

countries as (
    select * from {{ ref('ref_countries') }}
),

age_bands as (
    select * from {{ ref('ref_age_bands') }}
),

trafficking_forms as (
    select * from {{ ref('int_reference__trafficking_form_by_mask') }}
),

sectors as (
    select * from {{ ref('ref_prostitution_sectors') }}
),

-- The key counts the victim-years of a year in the order of a hash: it says nothing of a person.
keyed as (
    select
        enriched.*,
        cast(enriched.registration_year as string) || '-'
        || lpad(
            cast(
                row_number() over (
                    partition by enriched.registration_year
                    order by md5(enriched.person_pseudonym) asc, enriched.person_pseudonym asc
                ) as string
            ),
            9, '0'
        ) as victim_year_key
    from enriched
),

final as (
    select
        keyed.victim_year_key,
        keyed.person_pseudonym,
        keyed.registration_year as notification_year,
        exclusions.rule_id as exclusion_rule_id,
        exclusions.rule_id is null as is_in_analysis_population,
        keyed.has_notification,
        keyed.is_emm_known,
        keyed.has_om_letter,
        keyed.is_reported_by_police,
        keyed.is_reported_by_kmar,
        keyed.is_reported_by_iszw,
        keyed.is_reported_by_care_coordinator,
        keyed.is_reported_by_fairwork,
        keyed.is_reported_by_other,
        keyed.first_police_unit_code,
        keyed.form_mask,
        trafficking_forms.form_combination_code,
        trafficking_forms.trafficking_form_code,
        coalesce(keyed.gender_code, 'ONB') as gender_code,
        coalesce(keyed.nationality_code, 'XXX') as nationality_code,
        countries.nationality_class_code,
        countries.origin_region_code,
        ages.age_years,
        coalesce(age_bands.age_band_code, 'ONB') as age_band_code,
        coalesce(age_bands.adulthood_code, 'UNKNOWN') as adulthood_code,
        coalesce(sectors.prostitution_sector_code, 'ONB') as prostitution_sector_code,
        keyed.labour_mask,
        keyed.manner_mask,
        coalesce(keyed.cooperates_code, 'unknown') as cooperates_code
    from keyed
    inner join ages
        on
            keyed.person_pseudonym = ages.person_pseudonym
            and keyed.registration_year = ages.registration_year
    left join exclusions
        on
            keyed.person_pseudonym = exclusions.person_pseudonym
            and keyed.registration_year = exclusions.registration_year
    inner join countries
        on coalesce(keyed.nationality_code, 'XXX') = countries.country_code
    inner join trafficking_forms
        on
            keyed.form_mask = trafficking_forms.form_mask
            and countries.nationality_class_code = trafficking_forms.nationality_class_code
    left join age_bands
        on ages.age_years between age_bands.age_from and age_bands.age_to
    left join sectors
        on keyed.prostitution_order = sectors.hierarchy_order
)

select * from final
