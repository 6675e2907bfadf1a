with ages as (
    select cast(series.age_years as integer) as age_years
    from {{ whole_numbers('age_years', 0, 150) }} as series
),

age_bands as (
    select * from {{ ref('ref_age_bands') }}
),

-- Every age with its band, so that the join is on equality and not on a range.
final as (
    select
        ages.age_years,
        age_bands.age_band_code,
        age_bands.adulthood_code
    from ages
    inner join age_bands
        on ages.age_years between age_bands.age_from and age_bands.age_to
)

select * from final
