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
    from {{ ref('int_records__accepted') }} as records
),

final as (
    select
        editions.edition_code,
        editions.year_from,
        editions.year_to,
        editions.first_covered_year,
        editions.label_nl,
        editions.label_en,
        editions.is_complete,
        register_status.data_status
    from editions
    cross join register_status
)

select * from final
