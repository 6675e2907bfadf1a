with edition_years as (
    select * from {{ ref('int_editions__years') }}
),

final as (
    select
        edition_years.edition_code,
        edition_years.notification_year,
        edition_years.imputation_period_code
    from edition_years
)

select * from final
