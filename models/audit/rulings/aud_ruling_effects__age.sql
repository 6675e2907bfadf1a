with aged as (
    select
        editions.edition_code,
        victim_years.notification_year,
        victim_years.age_years,
        case
            when victim_years.age_years is null or victim_years.birth_on is null
                then victim_years.age_years
            else
                victim_years.notification_year
                - cast(extract(year from victim_years.birth_on) as integer)
        end as age_on_31_december
    from {{ ref('int_victim_years__resolved') }} as victim_years
    inner join {{ ref('int_editions__years') }} as editions
        on victim_years.notification_year = editions.notification_year
    left join {{ ref('int_editions__rules') }} as rules
        on
            editions.edition_code = rules.edition_code
            and victim_years.exclusion_rule_id = rules.exclusion_rule_id
    where rules.exclusion_rule_id is null
),

minors as (
    select * from {{ ref('ref_age_bands') }} as ref_age_bands
    where ref_age_bands.adulthood_code = 'MINOR'
),

final as (
    select
        aged.edition_code,
        aged.notification_year,
        'R-26' as rule_id,
        'age_on_31_december' as reading_code,
        'minor victims' as figure_code,
        cast(
            count(*) filter (
                where aged.age_years between minors.age_from and minors.age_to
            ) as integer
        ) as adopted_count,
        cast(
            count(*) filter (
                where aged.age_on_31_december between minors.age_from and minors.age_to
            ) as integer
        ) as other_count
    from aged
    cross join minors
    group by aged.edition_code, aged.notification_year
    union all
    select
        aged.edition_code,
        aged.notification_year,
        'R-26' as rule_id,
        'unknown_outside_base' as reading_code,
        'base of the shares by age' as figure_code,
        cast(count(*) as integer) as adopted_count,
        cast(count(*) filter (where aged.age_years is not null) as integer) as other_count
    from aged
    group by aged.edition_code, aged.notification_year
)

select * from final
