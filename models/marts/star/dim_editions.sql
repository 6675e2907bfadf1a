with editions as (
    select * from {{ ref('int_editions__covered') }}
),

-- The shipped register says in the names of its deliveries that it is synthetic, so that it says so
-- wherever it is delivered.
register_status as (
    select
        case
            when bool_or(lower(records.delivery_id) like 'synthetic%') then 'synthetic'
            else 'delivered'
        end as data_status
    from {{ ref('int_records__decoded') }} as records
    where records.rejection_reason_code is null
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
        editions.year_to = max(editions.year_to) over () as is_latest_edition,
        register_status.data_status
    from editions
    cross join register_status
)

select * from final
