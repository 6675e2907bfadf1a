-- Figuur 2.5 (R-18): victims of labour exploitation by sector, one sector for each: the rarest of
-- the edition.
with counted as (
    select
        victims.victim_year_key as member_key,
        sectors.edition_code,
        victims.notification_year,
        victims.exclusion_rule_id,
        'total' as row_kind,
        'total' as row_code
    from {{ ref('fct_known_victim_years') }} as victims
    inner join {{ ref('int_editions__labour_sectors') }} as sectors
        on victims.labour_sector_combination_code = sectors.labour_sector_combination_code
    where victims.has_labour
    union all
    select
        victims.victim_year_key as member_key,
        sectors.edition_code,
        victims.notification_year,
        victims.exclusion_rule_id,
        'labour_sector' as row_kind,
        sectors.labour_sector_code as row_code
    from {{ ref('fct_known_victim_years') }} as victims
    inner join {{ ref('int_editions__labour_sectors') }} as sectors
        on victims.labour_sector_combination_code = sectors.labour_sector_combination_code
    where victims.has_labour
),

exhibit_rows as (
    select
        row_codes.row_kind,
        row_codes.row_code,
        row_codes.sort_order,
        row_codes.label_nl,
        row_codes.label_en
    from {{ ref('ref_row_codes') }} as row_codes
    where row_codes.row_kind = 'total'
    union all
    select
        'labour_sector' as row_kind,
        codes.labour_sector_code as row_code,
        codes.sort_order,
        codes.label_nl,
        codes.label_en
    from {{ ref('dim_labour_sectors') }} as codes
)

{{ exhibit('fig_2_05', by_edition=true) }}
