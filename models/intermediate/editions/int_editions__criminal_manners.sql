-- R-19: of the manners of a victim the rarest of the edition counts, other manners last; only of
-- the years in which manners were registered (R-03).
with victims as (
    select
        editions.edition_code,
        victims.criminal_manner_combination_code,
        count(*) as victim_count
    from {{ ref('int_victim_years__resolved') }} as victims
    inner join {{ ref('int_editions__years') }} as editions
        on victims.notification_year = editions.notification_year
    inner join {{ ref('ref_attribute_registration_years') }} as registered
        on
            registered.attribute_code = 'criminal_manner'
            and victims.notification_year
            between registered.registered_from_year and registered.registered_to_year
    left join {{ ref('int_editions__rules') }} as rules
        on
            editions.edition_code = rules.edition_code
            and victims.exclusion_rule_id = rules.exclusion_rule_id
    where rules.exclusion_rule_id is null and victims.has_criminal
    group by editions.edition_code, victims.criminal_manner_combination_code
),

manners as (
    select * from {{ ref('ref_criminal_manners') }}
),

mentions as (
    select
        victims.edition_code,
        victims.criminal_manner_combination_code,
        victims.victim_count,
        manners.criminal_manner_code,
        manners.is_residual,
        -- how many victims of the edition mention the manner, before any hierarchy
        sum(victims.victim_count) over (
            partition by victims.edition_code, manners.criminal_manner_code
        ) as mention_count
    from victims
    inner join manners
        on
            '+' || victims.criminal_manner_combination_code || '+'
            like '%+' || manners.criminal_manner_code || '+%'
),

ranked as (
    select
        mentions.*,
        row_number() over (
            partition by mentions.edition_code, mentions.criminal_manner_combination_code
            order by
                mentions.is_residual asc,
                mentions.mention_count asc,
                mentions.criminal_manner_code asc
        ) as preference
    from mentions
),

final as (
    select
        ranked.edition_code,
        ranked.criminal_manner_combination_code,
        ranked.criminal_manner_code,
        cast(ranked.mention_count as integer) as mention_count,
        cast(ranked.victim_count as integer) as victim_count
    from ranked
    where ranked.preference = 1
)

select * from final
