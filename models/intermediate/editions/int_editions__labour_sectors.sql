-- R-18: of the sectors of a victim the rarest of the edition counts, other labour last.
with victims as (
    select
        editions.edition_code,
        victims.labour_sector_combination_code,
        count(*) as victim_count
    from {{ ref('int_victim_years__resolved') }} as victims
    inner join {{ ref('int_editions__years') }} as editions
        on victims.notification_year = editions.notification_year
    left join {{ ref('int_editions__rules') }} as rules
        on
            editions.edition_code = rules.edition_code
            and victims.exclusion_rule_id = rules.exclusion_rule_id
    where rules.exclusion_rule_id is null and victims.has_labour
    group by editions.edition_code, victims.labour_sector_combination_code
),

sectors as (
    select * from {{ ref('ref_labour_sectors') }}
),

mentions as (
    select
        victims.edition_code,
        victims.labour_sector_combination_code,
        victims.victim_count,
        sectors.labour_sector_code,
        sectors.is_residual,
        -- how many victims of the edition mention the sector, before any hierarchy
        sum(victims.victim_count) over (
            partition by victims.edition_code, sectors.labour_sector_code
        ) as mention_count
    from victims
    inner join sectors
        on
            '+' || victims.labour_sector_combination_code || '+'
            like '%+' || sectors.labour_sector_code || '+%'
),

ranked as (
    select
        mentions.*,
        row_number() over (
            partition by mentions.edition_code, mentions.labour_sector_combination_code
            order by
                mentions.is_residual asc,
                mentions.mention_count asc,
                mentions.labour_sector_code asc
        ) as preference
    from mentions
),

final as (
    select
        ranked.edition_code,
        ranked.labour_sector_combination_code,
        ranked.labour_sector_code,
        cast(ranked.mention_count as integer) as mention_count,
        cast(ranked.victim_count as integer) as victim_count
    from ranked
    where ranked.preference = 1
)

select * from final
