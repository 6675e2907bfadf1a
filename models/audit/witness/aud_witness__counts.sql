with returned as (
    select * from {{ ref('aud_witness__rows') }}
),

-- A name of the return can stand for two countries.
countries as (
    select * from {{ ref('witness_categories') }} as categories
    where categories.attribute = 'by citizenship'
),

-- The analysis population, and the victims of R-08 that it leaves out, alike ones together.
victims as (
    select
        known.notification_year,
        known.exclusion_rule_id is null as is_in_population,
        known.has_sexual,
        known.has_labour,
        known.has_criminal or known.has_organ as has_other,
        known.gender_code,
        known.adulthood_code,
        known.nationality_code,
        count(*) as victim_count
    from {{ ref('fct_known_victim_years') }} as known
    where coalesce(known.exclusion_rule_id, 'R-08') = 'R-08'
    group by
        known.notification_year,
        known.exclusion_rule_id is null,
        known.has_sexual,
        known.has_labour,
        known.has_criminal or known.has_organ,
        known.gender_code,
        known.adulthood_code,
        known.nationality_code
),

matched as (
    select
        returned.witness_row_id,
        victims.victim_count,
        victims.is_in_population,
        victims.adulthood_code,
        returned.adulthood_code is null or returned.adulthood_code = victims.adulthood_code
            as is_of_the_age,
        cast(victims.has_sexual as integer) + cast(victims.has_labour as integer)
        + cast(victims.has_other as integer) = 1 as has_single_form
    from returned
    left join countries
        on
            returned.dimension = countries.attribute
            and returned.category = countries.category
    left join victims
        on
            returned.reported_year = victims.notification_year
            and (returned.gender_code is null or returned.gender_code = victims.gender_code)
            and (
                returned.dimension = 'Total'
                or countries.code = victims.nationality_code
                or (returned.form_code = 'SEXUAL' and victims.has_sexual)
                or (returned.form_code = 'LABOUR' and victims.has_labour)
                or (returned.form_code = 'OTHER' and victims.has_other)
            )
    where returned.reason_code is null
),

final as (
    select
        matched.witness_row_id,
        {%- for column, condition in {
            'same_definition': 'matched.is_in_population and matched.is_of_the_age',
            'with_kmar_only': 'matched.is_of_the_age',
            'known_age_only':
                "matched.is_in_population and matched.adulthood_code <> 'UNKNOWN'",
            'unknown_age_as_adult':
                "matched.is_in_population and matched.adulthood_code <> 'MINOR'",
            'single_form': 'matched.is_in_population and matched.is_of_the_age
                and matched.has_single_form',
        }.items() %}
        cast(
            coalesce(sum(matched.victim_count) filter (where {{ condition }}), 0) as integer
        ) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from matched
    group by matched.witness_row_id
)

select * from final
