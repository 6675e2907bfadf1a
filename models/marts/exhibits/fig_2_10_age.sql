-- Figuur 2.10 (R-26): victims by age at the first notification, and their mean age, per year and
-- per form of trafficking. Unknown ages count in the base of the percentages, not in the mean.
with counted as (
    select
        victims.victim_year_key as member_key,
        victims.notification_year,
        victims.exclusion_rule_id,
        victims.trafficking_form_code,
        'total' as row_kind,
        'total' as row_code
    from {{ ref('fct_known_victim_years') }} as victims
    union all
    select
        victims.victim_year_key as member_key,
        victims.notification_year,
        victims.exclusion_rule_id,
        victims.trafficking_form_code,
        'age_band' as row_kind,
        victims.age_band_code as row_code
    from {{ ref('fct_known_victim_years') }} as victims
),

ages as (
    select
        victims.notification_year,
        victims.exclusion_rule_id,
        victims.trafficking_form_code,
        sum(victims.age_years) as age_sum,
        count(*) as known_count
    from {{ ref('fct_known_victim_years') }} as victims
    where victims.age_years is not null
    group by
        victims.notification_year, victims.exclusion_rule_id, victims.trafficking_form_code
),

mean_ages as (
    select
        columns.edition_code,
        columns.column_kind,
        columns.column_code,
        'mean_age' as row_kind,
        'MEAN_AGE' as row_code,
        'mean_age' as measure,
        {{ round_half_up('sum(ages.age_sum) / sum(ages.known_count)', 1) }} as value
    from ages
    inner join {{ ref('dim_exhibit_columns') }} as columns
        on
            columns.exhibit_code = 'fig_2_10'
            and ages.notification_year between columns.year_from and columns.year_to
            and (
                columns.column_kind <> 'trafficking_form'
                or ages.trafficking_form_code = columns.column_code
            )
    left join {{ ref('bridge_edition_rules') }} as rules
        on
            columns.edition_code = rules.edition_code
            and ages.exclusion_rule_id = rules.exclusion_rule_id
    where rules.exclusion_rule_id is null
    group by columns.edition_code, columns.column_kind, columns.column_code
),

exhibit_rows as (
    select
        row_codes.row_kind,
        row_codes.row_code,
        row_codes.sort_order,
        row_codes.label_nl,
        row_codes.label_en
    from {{ ref('ref_row_codes') }} as row_codes
    where row_codes.row_kind in ('total', 'mean_age')
    union all
    select
        'age_band' as row_kind,
        codes.age_band_code as row_code,
        codes.sort_order,
        codes.label_nl,
        codes.label_en
    from {{ ref('dim_age_bands') }} as codes
)

{{ exhibit('fig_2_10', by_form=true, other_values='mean_ages') }}
