-- Figuur 2.4b (R-16, R-17): victims of sexual exploitation in visible and less visible sectors,
-- known or imputed: a group of victims with enough known sectors hands its proportions to its
-- unknowns.
with victims as (
    select
        victims.victim_year_key,
        victims.notification_year,
        victims.exclusion_rule_id,
        victims.visibility_code <> 'ONB' as is_known,
        groups.edition_code,
        groups.is_imputed
    from {{ ref('fct_known_victim_years') }} as victims
    inner join {{ ref('int_editions__years') }} as years
        on victims.notification_year = years.notification_year
    inner join {{ ref('int_editions__imputation_groups') }} as groups
        on
            years.edition_code = groups.edition_code
            and years.imputation_period_code = groups.period_code
            and victims.origin_region_code = groups.origin_region_code
            and victims.adulthood_code = groups.adulthood_code
            and victims.first_reporter_code = groups.first_reporter_code
    where victims.has_sexual
),

counted as (
    select
        victims.victim_year_key as member_key,
        victims.edition_code,
        victims.notification_year,
        victims.exclusion_rule_id,
        'total' as row_kind,
        'total' as row_code
    from victims
    union all
    select
        victims.victim_year_key as member_key,
        victims.edition_code,
        victims.notification_year,
        victims.exclusion_rule_id,
        'coverage' as row_kind,
        'KNOWN' as row_code
    from victims
    where victims.is_known
    union all
    select
        victims.victim_year_key as member_key,
        victims.edition_code,
        victims.notification_year,
        victims.exclusion_rule_id,
        'coverage' as row_kind,
        'IMPUTED' as row_code
    from victims
    where not victims.is_known and victims.is_imputed
    union all
    select
        victims.victim_year_key as member_key,
        victims.edition_code,
        victims.notification_year,
        victims.exclusion_rule_id,
        'coverage' as row_kind,
        'KNOWN_OR_IMPUTED' as row_code
    from victims
    where victims.is_known or victims.is_imputed
    union all
    select
        victims.victim_year_key as member_key,
        victims.edition_code,
        victims.notification_year,
        victims.exclusion_rule_id,
        'coverage' as row_kind,
        'NOT_IMPUTED' as row_code
    from victims
    where not victims.is_known and not victims.is_imputed
),

-- The expected numbers, added up before they are rounded; zero where there is nobody.
expected as (
    select
        columns.edition_code,
        columns.column_kind,
        columns.column_code,
        coalesce(sum(groups.visible_count + groups.expected_visible), 0) as visible,
        coalesce(
            sum(
                groups.known_count
                + case when groups.is_imputed then groups.unknown_count else 0 end
            ), 0
        ) as known_or_imputed
    from {{ ref('dim_exhibit_columns') }} as columns
    left join {{ ref('int_editions__imputation_groups') }} as groups
        on
            columns.edition_code = groups.edition_code
            and (columns.column_kind = 'edition' or columns.column_code = groups.period_code)
    where columns.exhibit_code = 'fig_2_04b'
    group by columns.edition_code, columns.column_kind, columns.column_code
),

expected_values as (
    select
        expected.edition_code,
        expected.column_kind,
        expected.column_code,
        'visibility' as row_kind,
        codes.visibility_code as row_code,
        'victims_known_or_imputed' as measure,
        {{ round_half_up(
            "case codes.visibility_code when 'ZICHTBAAR' then expected.visible
            else expected.known_or_imputed - expected.visible end", 6
        ) }} as value
    from expected
    cross join {{ ref('dim_visibilities') }} as codes
    where not codes.is_unknown
),

exhibit_rows as (
    select
        row_codes.row_kind,
        row_codes.row_code,
        row_codes.sort_order,
        row_codes.label_nl,
        row_codes.label_en
    from {{ ref('ref_row_codes') }} as row_codes
    where row_codes.row_kind in ('total', 'coverage')
    union all
    select
        'visibility' as row_kind,
        codes.visibility_code as row_code,
        codes.sort_order,
        codes.label_nl,
        codes.label_en
    from {{ ref('dim_visibilities') }} as codes
    where not codes.is_unknown
)

{{ exhibit('fig_2_04b', by_edition=true, other_values='expected_values') }}
