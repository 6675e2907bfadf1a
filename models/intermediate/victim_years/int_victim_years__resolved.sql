{%- set hash_start = 'substr(md5(known.person_pseudonym), 1, 2)' %}

with victim_years as (
    select * from {{ ref('int_victim_years__ages') }}
),

exclusions as (
    select * from {{ ref('int_exclusions__unioned') }}
),

countries as (
    select * from {{ ref('ref_countries') }}
),

age_bands as (
    select * from {{ ref('int_reference__age_band_by_age') }}
),

trafficking_forms as (
    select * from {{ ref('int_reference__trafficking_form_by_mask') }}
),

sectors as (
    select * from {{ ref('ref_prostitution_sectors') }}
),

-- How many victim-years of the year have a hash that begins with less.
counted as (
    select
        known.registration_year,
        {{ hash_start }} as hash_start,
        count(*) as victim_year_count
    from {{ ref('int_victim_years__merged') }} as known
    group by known.registration_year, {{ hash_start }}
),

before as (
    select
        counted.registration_year,
        counted.hash_start,
        coalesce(
            sum(counted.victim_year_count) over (
                partition by counted.registration_year
                order by counted.hash_start asc
                rows between unbounded preceding and 1 preceding
            ), 0
        ) as victim_year_count
    from counted
),

-- The key counts the victim-years of a year in the order of a hash: it says nothing of a person. It
-- counts those that begin alike and adds what comes before, so that no year is sorted in one piece.
-- R-04: with the last year before in which the person was in the analysis population. Apart from
-- the attributes, so that few columns are sorted.
ranked as (
    select
        known.person_pseudonym,
        known.registration_year,
        exclusions.rule_id as exclusion_rule_id,
        {{ hash_start }} as hash_start,
        row_number() over (
            partition by known.registration_year, {{ hash_start }}
            order by md5(known.person_pseudonym) asc, known.person_pseudonym asc
        ) as rank_in_start,
        max(case when exclusions.rule_id is null then known.registration_year end) over (
            partition by known.person_pseudonym
            order by known.registration_year asc
            rows between unbounded preceding and 1 preceding
        ) as previous_population_year
    from {{ ref('int_victim_years__merged') }} as known
    left join exclusions
        on
            known.person_pseudonym = exclusions.person_pseudonym
            and known.registration_year = exclusions.registration_year
),

numbered as (
    select
        ranked.person_pseudonym,
        ranked.registration_year,
        ranked.exclusion_rule_id,
        ranked.previous_population_year,
        cast(ranked.registration_year as string) || '-'
        || lpad(cast(before.victim_year_count + ranked.rank_in_start as string), 9, '0')
            as victim_year_key
    from ranked
    inner join before
        on
            ranked.registration_year = before.registration_year
            and ranked.hash_start = before.hash_start
),

-- Every victim-year has a number, every nationality a country and every mask a combination
-- (crosswalks_are_sound, code_lists_keep_to_the_rules): no join drops one. DuckDB takes what inner
-- joins leave for a handful of rows, and would hash the victim-years and not the lists.
final as (
    select
        numbered.victim_year_key,
        victim_years.person_pseudonym,
        victim_years.registration_year as notification_year,
        numbered.exclusion_rule_id,
        numbered.exclusion_rule_id is null as is_in_analysis_population,
        numbered.previous_population_year,
        victim_years.has_notification,
        victim_years.is_emm_known,
        victim_years.has_om_letter,
        victim_years.is_reported_by_police,
        victim_years.is_reported_by_kmar,
        victim_years.is_reported_by_iszw,
        victim_years.is_reported_by_care_coordinator,
        victim_years.is_reported_by_fairwork,
        victim_years.is_reported_by_other,
        victim_years.first_police_unit_code,
        victim_years.form_mask,
        trafficking_forms.form_combination_code,
        trafficking_forms.trafficking_form_code,
        coalesce(victim_years.gender_code, 'ONB') as gender_code,
        coalesce(victim_years.nationality_code, 'XXX') as nationality_code,
        countries.nationality_class_code,
        countries.origin_region_code,
        victim_years.age_years,
        coalesce(age_bands.age_band_code, 'ONB') as age_band_code,
        coalesce(age_bands.adulthood_code, 'UNKNOWN') as adulthood_code,
        coalesce(sectors.prostitution_sector_code, 'ONB') as prostitution_sector_code,
        victim_years.labour_mask,
        victim_years.manner_mask,
        coalesce(victim_years.cooperates_code, 'unknown') as cooperates_code
    from victim_years
    left join numbered
        on
            victim_years.person_pseudonym = numbered.person_pseudonym
            and victim_years.registration_year = numbered.registration_year
    left join countries
        on coalesce(victim_years.nationality_code, 'XXX') = countries.country_code
    left join trafficking_forms
        on
            victim_years.form_mask = trafficking_forms.form_mask
            and countries.nationality_class_code = trafficking_forms.nationality_class_code
    left join age_bands
        on victim_years.age_years = age_bands.age_years
    left join sectors
        on victim_years.prostitution_order = sectors.hierarchy_order
)

select * from final
