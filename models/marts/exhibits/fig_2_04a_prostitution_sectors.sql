-- Figuur 2.4a (R-15): victims of sexual exploitation by prostitution sector, under the name that
-- the edition uses (R-03). The percentages are of victims whose sector is known.
with counted as (
    select
        victims.victim_year_key as member_key,
        sectors.edition_code,
        victims.notification_year,
        victims.exclusion_rule_id,
        'total' as row_kind,
        'total' as row_code
    from {{ ref('fct_known_victim_years') }} as victims
    inner join {{ ref('int_editions__prostitution_sectors') }} as sectors
        on victims.prostitution_sector_code = sectors.prostitution_sector_code
    where victims.has_sexual
    union all
    select
        victims.victim_year_key as member_key,
        sectors.edition_code,
        victims.notification_year,
        victims.exclusion_rule_id,
        'prostitution_sector' as row_kind,
        sectors.published_sector_code as row_code
    from {{ ref('fct_known_victim_years') }} as victims
    inner join {{ ref('int_editions__prostitution_sectors') }} as sectors
        on victims.prostitution_sector_code = sectors.prostitution_sector_code
    where victims.has_sexual and victims.prostitution_sector_code <> 'ONB'
    union all
    select
        victims.victim_year_key as member_key,
        sectors.edition_code,
        victims.notification_year,
        victims.exclusion_rule_id,
        'sector_knowledge' as row_kind,
        case
            when victims.prostitution_sector_code = 'ONB' then 'UNKNOWN'
            else 'KNOWN'
        end as row_code
    from {{ ref('fct_known_victim_years') }} as victims
    inner join {{ ref('int_editions__prostitution_sectors') }} as sectors
        on victims.prostitution_sector_code = sectors.prostitution_sector_code
    where victims.has_sexual
),

exhibit_rows as (
    select
        sectors.edition_code,
        'prostitution_sector' as row_kind,
        codes.prostitution_sector_code as row_code,
        codes.sort_order,
        codes.label_nl,
        codes.label_en
    from {{ ref('dim_prostitution_sectors') }} as codes
    inner join {{ ref('int_editions__prostitution_sectors') }} as sectors
        on codes.prostitution_sector_code = sectors.prostitution_sector_code
    where not codes.is_unknown and sectors.published_sector_code = sectors.prostitution_sector_code
    union all
    select
        editions.edition_code,
        row_codes.row_kind,
        row_codes.row_code,
        row_codes.sort_order,
        row_codes.label_nl,
        row_codes.label_en
    from {{ ref('ref_row_codes') }} as row_codes
    cross join {{ ref('dim_editions') }} as editions
    where row_codes.row_kind in ('total', 'sector_knowledge')
)

{{ exhibit('fig_2_04a', by_edition=true, rows_by_edition=true) }}
