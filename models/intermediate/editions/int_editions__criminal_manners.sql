with victim_years as (
    select
        int_editions__known_victim_years.edition_code,
        int_editions__known_victim_years.notification_year,
        int_editions__known_victim_years.manner_mask
    from {{ ref('int_editions__known_victim_years') }} as int_editions__known_victim_years
    inner join {{ ref('ref_attribute_registration_years') }} as registration_years
        on registration_years.attribute_code = 'criminal_manner'
    where
        int_editions__known_victim_years.is_in_analysis_population
        and int_editions__known_victim_years.notification_year between
        registration_years.registered_from_year and registration_years.registered_to_year
        and {{ has_form('int_editions__known_victim_years.form_mask', 'CU') }}
),

manners as (
    select * from {{ ref('ref_criminal_manners') }} as ref_criminal_manners
    where ref_criminal_manners.manner_bit > 0
),

year_counts as (
    select
        victim_years.edition_code,
        victim_years.notification_year,
        victim_years.manner_mask,
        count(*) as victim_count
    from victim_years
    group by victim_years.edition_code, victim_years.notification_year, victim_years.manner_mask
),

mask_counts as (
    select
        year_counts.edition_code,
        year_counts.manner_mask,
        sum(year_counts.victim_count) as victim_count
    from year_counts
    group by year_counts.edition_code, year_counts.manner_mask
),

-- Rarity: how many victims of the edition mention the manner, before any hierarchy.
mentions as (
    select
        mask_counts.edition_code,
        manners.criminal_manner_code,
        manners.manner_bit,
        manners.is_residual,
        sum(mask_counts.victim_count) as mention_count
    from mask_counts
    inner join manners
        on (mask_counts.manner_mask & manners.manner_bit) > 0
    group by
        mask_counts.edition_code,
        manners.criminal_manner_code,
        manners.manner_bit,
        manners.is_residual
),

candidates as (
    select
        mask_counts.edition_code,
        mask_counts.manner_mask,
        mentions.criminal_manner_code,
        cast(mentions.mention_count as integer) as mention_count,
        row_number() over (
            partition by mask_counts.edition_code, mask_counts.manner_mask
            order by
                mentions.is_residual asc,
                mentions.mention_count asc,
                mentions.criminal_manner_code asc
        ) as preference
    from mask_counts
    inner join mentions
        on
            mask_counts.edition_code = mentions.edition_code
            and (mask_counts.manner_mask & mentions.manner_bit) > 0
),

-- Only the years in which manners were registered (R-03).
final as (
    select
        year_counts.edition_code,
        year_counts.notification_year,
        year_counts.manner_mask,
        coalesce(candidates.criminal_manner_code, 'ONB') as criminal_manner_code,
        candidates.mention_count,
        cast(year_counts.victim_count as integer) as victim_count
    from year_counts
    left join candidates
        on
            year_counts.edition_code = candidates.edition_code
            and year_counts.manner_mask = candidates.manner_mask
            and candidates.preference = 1
)

select * from final
