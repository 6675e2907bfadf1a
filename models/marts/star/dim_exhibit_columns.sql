with exhibit_columns as (
    select * from {{ ref('ref_exhibit_columns') }}
),

editions as (
    select * from {{ ref('int_editions__covered') }}
),

years as (
    select * from {{ ref('int_editions__years') }}
),

trafficking_forms as (
    select * from {{ ref('ref_trafficking_forms') }}
),

columns as (
    select
        years.edition_code,
        'year' as column_kind,
        cast(years.notification_year as string) as column_code,
        cast(years.notification_year as string) as label_nl,
        cast(years.notification_year as string) as label_en,
        years.notification_year as sort_order,
        years.notification_year as year_from,
        years.notification_year as year_to
    from years
    union all
    select
        periods.edition_code,
        'period' as column_kind,
        cast(periods.year_from as string) || '-' || cast(periods.year_to as string) as column_code,
        cast(periods.year_from as string) || '-' || cast(periods.year_to as string) as label_nl,
        cast(periods.year_from as string) || '-' || cast(periods.year_to as string) as label_en,
        periods.year_from as sort_order,
        periods.year_from,
        periods.year_to
    from (
        select
            editions.edition_code,
            editions.year_from,
            editions.imputation_second_period_from_year - 1 as year_to
        from editions
        union all
        select
            editions.edition_code,
            editions.imputation_second_period_from_year as year_from,
            editions.year_to
        from editions
    ) as periods
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
),

-- R-03: a year in which an attribute was not registered is no column of its exhibit, and is not in
-- its totals.
final as (
    select
        exhibit_columns.exhibit_code,
        columns.edition_code,
        columns.column_kind,
        columns.column_code,
        columns.label_nl,
        columns.label_en,
        cast(columns.sort_order as integer) as sort_order,
        cast(greatest(columns.year_from, coalesce(registered.registered_from_year, 0)) as integer)
            as year_from,
        cast(least(columns.year_to, coalesce(registered.registered_to_year, 9999)) as integer)
            as year_to
    from exhibit_columns
    inner join columns
        on exhibit_columns.column_kind = columns.column_kind
    left join {{ ref('ref_attribute_registration_years') }} as registered
        on exhibit_columns.attribute_code = registered.attribute_code
    where
        columns.column_kind <> 'year'
        or columns.year_from between coalesce(registered.registered_from_year, 0)
        and coalesce(registered.registered_to_year, 9999)
)

select * from final
