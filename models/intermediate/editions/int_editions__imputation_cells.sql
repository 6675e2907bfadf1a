with victim_years as (
    select * from {{ ref('int_editions__known_victim_years') }} as int_editions__known_victim_years
    where
        int_editions__known_victim_years.is_in_analysis_population
        and {{ has_form('int_editions__known_victim_years.form_mask', 'SU') }}
),

published_sectors as (
    select * from {{ ref('int_editions__published_sectors') }}
),

editions as (
    select * from {{ ref('int_editions__covered') }}
),

-- Several reporters: the first in the order police, border police, inspectorate, care coordinators,
-- FairWork, others. The police count by the unit that notified first.
reporters as (
    select
        victim_years.edition_code,
        victim_years.prostitution_sector_code,
        victim_years.notification_year,
        victim_years.origin_region_code,
        victim_years.adulthood_code,
        case
            when victim_years.is_reported_by_police
                then 'POL:' || coalesce(victim_years.first_police_unit_code, 'ONB')
            when victim_years.is_reported_by_kmar then 'KMAR'
            when victim_years.is_reported_by_iszw then 'ISZW'
            when victim_years.is_reported_by_care_coordinator then 'ZOCO'
            when victim_years.is_reported_by_fairwork then 'FW'
            when victim_years.is_reported_by_other then 'OVM'
        end as reporter_key
    from victim_years
),

cells as (
    select
        reporters.edition_code,
        case
            when reporters.notification_year < editions.imputation_second_period_from_year
                then cast(editions.year_from as string)
                    || '-' || cast(editions.imputation_second_period_from_year - 1 as string)
            else
                cast(editions.imputation_second_period_from_year as string)
                || '-' || cast(editions.year_to as string)
        end as period_code,
        reporters.origin_region_code,
        reporters.adulthood_code,
        reporters.reporter_key,
        count(*) filter (where published_sectors.visibility_code = 'ZICHTBAAR') as visible_count,
        count(*) filter (where published_sectors.visibility_code = 'MINDER_ZICHTBAAR')
            as less_visible_count,
        count(*) filter (where published_sectors.visibility_code = 'ONB') as unknown_count
    from reporters
    inner join published_sectors
        on
            reporters.edition_code = published_sectors.edition_code
            and reporters.prostitution_sector_code = published_sectors.prostitution_sector_code
    inner join editions
        on reporters.edition_code = editions.edition_code
    group by all
),

assessed as (
    select
        cells.*,
        cells.visible_count + cells.less_visible_count as known_count,
        cells.visible_count + cells.less_visible_count
        >= {{ parameter('imputation_minimum_known', 'integer') }} as is_imputed
    from cells
),

final as (
    select
        assessed.edition_code,
        assessed.period_code,
        assessed.origin_region_code,
        assessed.adulthood_code,
        assessed.reporter_key,
        cast(assessed.visible_count as integer) as visible_count,
        cast(assessed.less_visible_count as integer) as less_visible_count,
        cast(assessed.known_count as integer) as known_count,
        cast(assessed.unknown_count as integer) as unknown_count,
        assessed.is_imputed,
        cast(case when assessed.is_imputed then assessed.unknown_count else 0 end as integer)
            as imputed_count,
        cast(
            case
                when assessed.is_imputed
                    then
                        {{ round_half_up(
                            'assessed.unknown_count * assessed.visible_count / assessed.known_count', 6
                        ) }}
                else 0
            end as decimal(18, 6)
        ) as expected_visible
    from assessed
)

select * from final
