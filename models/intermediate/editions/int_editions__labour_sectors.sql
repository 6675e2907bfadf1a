with victim_years as (
    select
        int_editions__known_victim_years.edition_code,
        int_editions__known_victim_years.labour_mask
    from {{ ref('int_editions__known_victim_years') }} as int_editions__known_victim_years
    where
        int_editions__known_victim_years.is_in_analysis_population
        and {{ has_form('int_editions__known_victim_years.form_mask', 'AU') }}
),

sectors as (
    select * from {{ ref('ref_labour_sectors') }} as ref_labour_sectors
    where ref_labour_sectors.sector_bit > 0
),

mask_counts as (
    select
        victim_years.edition_code,
        victim_years.labour_mask,
        count(*) as victim_count
    from victim_years
    group by victim_years.edition_code, victim_years.labour_mask
),

-- Rarity: how many victims of the edition mention the sector, before any hierarchy.
mentions as (
    select
        mask_counts.edition_code,
        sectors.labour_sector_code,
        sectors.sector_bit,
        sectors.is_residual,
        sum(mask_counts.victim_count) as mention_count
    from mask_counts
    inner join sectors
        on (mask_counts.labour_mask & sectors.sector_bit) > 0
    group by
        mask_counts.edition_code,
        sectors.labour_sector_code,
        sectors.sector_bit,
        sectors.is_residual
),

candidates as (
    select
        mask_counts.edition_code,
        mask_counts.labour_mask,
        mentions.labour_sector_code,
        cast(mentions.mention_count as integer) as mention_count,
        row_number() over (
            partition by mask_counts.edition_code, mask_counts.labour_mask
            order by
                mentions.is_residual asc,
                mentions.mention_count asc,
                mentions.labour_sector_code asc
        ) as preference
    from mask_counts
    inner join mentions
        on
            mask_counts.edition_code = mentions.edition_code
            and (mask_counts.labour_mask & mentions.sector_bit) > 0
),

final as (
    select
        mask_counts.edition_code,
        mask_counts.labour_mask,
        coalesce(candidates.labour_sector_code, 'ONB') as labour_sector_code,
        candidates.mention_count,
        cast(mask_counts.victim_count as integer) as victim_count
    from mask_counts
    left join candidates
        on
            mask_counts.edition_code = candidates.edition_code
            and mask_counts.labour_mask = candidates.labour_mask
            and candidates.preference = 1
)

select * from final
