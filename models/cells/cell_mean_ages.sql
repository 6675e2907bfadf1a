with victim_years as (
    select * from {{ ref('fct_victim_years') }} as fct_victim_years
    where fct_victim_years.age_years is not null
),

columns as (
    select * from {{ ref('dim_exhibit_columns') }}
),

exhibit_columns as (
    select * from {{ ref('ref_exhibit_columns') }} as ref_exhibit_columns
    where ref_exhibit_columns.exhibit_code = 'fig_2_10'
),

age_sums as (
    select
        victim_years.edition_code,
        victim_years.notification_year,
        victim_years.trafficking_form_code,
        sum(victim_years.age_years) as age_sum,
        count(*) as known_count
    from victim_years
    group by
        victim_years.edition_code,
        victim_years.notification_year,
        victim_years.trafficking_form_code
),

final as (
    select
        age_sums.edition_code,
        'fig_2_10' as exhibit_code,
        columns.column_kind,
        columns.column_code,
        'mean_age' as row_kind,
        'MEAN_AGE' as row_code,
        'mean_age' as measure,
        cast(
            {{ round_half_up('sum(age_sums.age_sum) / sum(age_sums.known_count)', 1) }}
            as decimal(18, 6)
        ) as cell_value,
        cast(sum(age_sums.known_count) as decimal(18, 6)) as known_count
    from age_sums
    inner join columns
        on
            age_sums.edition_code = columns.edition_code
            and age_sums.notification_year between columns.year_from and columns.year_to
            and (
                columns.column_kind <> 'trafficking_form'
                or age_sums.trafficking_form_code = columns.column_code
            )
    inner join exhibit_columns
        on columns.column_kind = exhibit_columns.column_kind
    group by age_sums.edition_code, columns.column_kind, columns.column_code
)

select * from final
