with countries as (
    select * from {{ ref('ref_countries') }}
),

-- The parts of the Kingdom have the Dutch nationality and none of their own.
final as (
    select
        countries.country_code as nationality_code,
        countries.nationality_class_code,
        countries.origin_region_code,
        countries.is_eu_member,
        cast(
            row_number() over (
                order by countries.label_nl asc, countries.country_code asc
            ) as integer
        ) as sort_order,
        countries.label_nl,
        countries.label_en,
        countries.nationality_class_code = 'UNKNOWN' as is_unknown
    from countries
    where countries.country_code = countries.nationality_code
)

select * from final
