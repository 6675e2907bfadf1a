-- R-17: victims of sexual exploitation in groups of origin, adulthood, reporter and period. A group
-- with enough victims of known sector hands its proportions to its unknowns.
with groups as (
    select
        editions.edition_code,
        editions.imputation_period_code as period_code,
        victims.origin_region_code,
        victims.adulthood_code,
        victims.first_reporter_code,
        count(*) filter (where victims.visibility_code = 'ZICHTBAAR') as visible_count,
        count(*) filter (where victims.visibility_code = 'MINDER_ZICHTBAAR') as less_visible_count,
        count(*) filter (where victims.visibility_code = 'ONB') as unknown_count
    from {{ ref('int_victim_years__resolved') }} as victims
    inner join {{ ref('int_editions__years') }} as editions
        on victims.notification_year = editions.notification_year
    left join {{ ref('int_editions__rules') }} as rules
        on
            editions.edition_code = rules.edition_code
            and victims.exclusion_rule_id = rules.exclusion_rule_id
    where rules.exclusion_rule_id is null and victims.has_sexual
    group by
        editions.edition_code,
        editions.imputation_period_code,
        victims.origin_region_code,
        victims.adulthood_code,
        victims.first_reporter_code
),

known as (
    select
        groups.*,
        groups.visible_count + groups.less_visible_count as known_count,
        groups.visible_count + groups.less_visible_count
        >= {{ parameter('imputation_minimum_known', 'integer') }} as is_imputed
    from groups
),

final as (
    select
        known.edition_code,
        known.period_code,
        known.origin_region_code,
        known.adulthood_code,
        known.first_reporter_code,
        cast(known.visible_count as integer) as visible_count,
        cast(known.less_visible_count as integer) as less_visible_count,
        cast(known.known_count as integer) as known_count,
        cast(known.unknown_count as integer) as unknown_count,
        known.is_imputed,
        -- not rounded: it is a part of a sum (D-30)
        cast(
            case
                when known.is_imputed
                    then known.unknown_count * known.visible_count / known.known_count
                else 0
            end as decimal(38, 12)
        ) as expected_visible
    from known
)

select * from final
