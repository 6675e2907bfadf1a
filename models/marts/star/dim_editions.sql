with editions as (
    select * from {{ ref('int_editions__covered') }}
),

final as (
    select
        editions.edition_code,
        editions.year_from,
        editions.year_to,
        editions.first_covered_year,
        editions.year_to as sort_order,
        editions.label_nl,
        editions.label_en,
        editions.is_complete,
        editions.is_default_edition,
        editions.year_to = max(editions.year_to) over () as is_latest_edition,
        editions.printed_number_count,
        editions.data_status
    from editions
)

select * from final
