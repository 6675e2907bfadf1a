-- Figuur 2.1 (R-10): known victims per year in three nested lines, and the distinct persons of the
-- edition (R-04). The last line and the persons are those of the edition's analysis population.
with counted as (
    select
        victims.victim_year_key as member_key,
        cast(null as string) as edition_code,
        victims.notification_year,
        cast(null as string) as exclusion_rule_id,
        'population_line' as row_kind,
        'ALL_KNOWN' as row_code
    from {{ ref('fct_known_victim_years') }} as victims
    union all
    select
        victims.victim_year_key as member_key,
        cast(null as string) as edition_code,
        victims.notification_year,
        cast(null as string) as exclusion_rule_id,
        'population_line' as row_kind,
        'WITHOUT_EMM_ONLY' as row_code
    from {{ ref('fct_known_victim_years') }} as victims
    where not victims.is_emm_only and not victims.is_om_letter_only
    union all
    select
        victims.victim_year_key as member_key,
        cast(null as string) as edition_code,
        victims.notification_year,
        victims.exclusion_rule_id,
        'population_line' as row_kind,
        'ANALYSIS_POPULATION' as row_code
    from {{ ref('fct_known_victim_years') }} as victims
    union all
    -- a person counts in the first of the years in which the edition counts victims
    select
        victims.victim_year_key as member_key,
        editions.edition_code,
        victims.notification_year,
        victims.exclusion_rule_id,
        'persons' as row_kind,
        'ANALYSIS_POPULATION' as row_code
    from {{ ref('fct_known_victim_years') }} as victims
    inner join {{ ref('dim_edition_years') }} as editions
        on victims.notification_year = editions.notification_year
    left join {{ ref('fct_returning_victim_years') }} as returning_victims
        on
            editions.edition_code = returning_victims.edition_code
            and victims.victim_year_key = returning_victims.victim_year_key
    where returning_victims.victim_year_key is null
),

exhibit_rows as (
    select
        row_codes.row_kind,
        row_codes.row_code,
        row_codes.sort_order,
        row_codes.label_nl,
        row_codes.label_en
    from {{ ref('ref_row_codes') }} as row_codes
    where row_codes.row_kind in ('population_line', 'persons')
)

{{ exhibit('fig_2_01', by_edition=true) }}
