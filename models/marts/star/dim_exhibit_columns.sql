with editions as (
    select * from {{ ref('int_editions__covered') }}
),

trafficking_forms as (
    select * from {{ ref('ref_trafficking_forms') }}
),

years as (
    select cast(series.year as integer) as year
    from {{ whole_numbers('year', 2000, 2100) }} as series
),

columns as (
    select
        editions.edition_code,
        'year' as column_kind,
        cast(years.year as string) as column_code,
        cast(years.year as string) as label_nl,
        cast(years.year as string) as label_en,
        years.year as sort_order,
        years.year as year_from,
        years.year as year_to
    from editions
    inner join years
        on years.year between editions.first_covered_year and editions.year_to
    union all
    select
        editions.edition_code,
        'period' as column_kind,
        cast(editions.year_from as string)
        || '-' || cast(editions.imputation_second_period_from_year - 1 as string) as column_code,
        cast(editions.year_from as string)
        || '-' || cast(editions.imputation_second_period_from_year - 1 as string) as label_nl,
        cast(editions.year_from as string)
        || '-' || cast(editions.imputation_second_period_from_year - 1 as string) as label_en,
        editions.year_from as sort_order,
        editions.year_from,
        editions.imputation_second_period_from_year - 1 as year_to
    from editions
    union all
    select
        editions.edition_code,
        'period' as column_kind,
        cast(editions.imputation_second_period_from_year as string)
        || '-' || cast(editions.year_to as string) as column_code,
        cast(editions.imputation_second_period_from_year as string)
        || '-' || cast(editions.year_to as string) as label_nl,
        cast(editions.imputation_second_period_from_year as string)
        || '-' || cast(editions.year_to as string) as label_en,
        editions.imputation_second_period_from_year as sort_order,
        editions.imputation_second_period_from_year as year_from,
        editions.year_to
    from editions
    union all
    select
        editions.edition_code,
        'trafficking_form' as column_kind,
        trafficking_forms.trafficking_form_code as column_code,
        trafficking_forms.label_nl,
        trafficking_forms.label_en,
        3000 + trafficking_forms.sort_order as sort_order,
        editions.year_from,
        editions.year_to
    from editions
    cross join trafficking_forms
    union all
    select
        editions.edition_code,
        'edition' as column_kind,
        editions.edition_code as column_code,
        editions.edition_code as label_nl,
        editions.edition_code as label_en,
        9000 as sort_order,
        editions.year_from,
        editions.year_to
    from editions
)

select * from columns
