-- Figuur 2.6 (R-19): victims of criminal exploitation by manner, one manner for each: the rarest of
-- the edition. Manners are registered from 2016 on (R-03).
with counted as (
    select
        victims.victim_year_key as member_key,
        manners.edition_code,
        victims.notification_year,
        victims.exclusion_rule_id,
        'total' as row_kind,
        'total' as row_code
    from {{ ref('fct_known_victim_years') }} as victims
    inner join {{ ref('int_editions__criminal_manners') }} as manners
        on victims.criminal_manner_combination_code = manners.criminal_manner_combination_code
    where victims.has_criminal
    union all
    select
        victims.victim_year_key as member_key,
        manners.edition_code,
        victims.notification_year,
        victims.exclusion_rule_id,
        'criminal_manner' as row_kind,
        manners.criminal_manner_code as row_code
    from {{ ref('fct_known_victim_years') }} as victims
    inner join {{ ref('int_editions__criminal_manners') }} as manners
        on victims.criminal_manner_combination_code = manners.criminal_manner_combination_code
    where victims.has_criminal
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
        'criminal_manner' as row_kind,
        codes.criminal_manner_code as row_code,
        codes.sort_order,
        codes.label_nl,
        codes.label_en
    from {{ ref('dim_criminal_manners') }} as codes
)

{{ exhibit('fig_2_06', by_edition=true) }}
