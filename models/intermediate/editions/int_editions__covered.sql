{{ config(post_hook="{{ stop_without_editions(this) }}") }}

with editions as (
    select * from {{ ref('ref_editions') }}
),

register_years as (
    select
        min(victim_years.notification_year) as first_year,
        max(victim_years.notification_year) as last_year
    from {{ ref('int_victim_years__resolved') }} as victim_years
),

-- The shipped register says in the names of its deliveries that it is synthetic, so that it says so
-- wherever it is delivered. One accepted record of another delivery makes it a delivered register.
register_status as (
    select
        case
            when bool_and(lower(records.delivery_id) like 'synthetic%') then 'synthetic'
            else 'delivered'
        end as data_status
    from {{ ref('int_records__decoded') }} as records
    where records.rejection_reason_code is null
),

printed as (
    select
        claims.edition_code,
        count(*) as printed_number_count
    from {{ ref('ledger_claims') }} as claims
    group by claims.edition_code
),

-- An edition is built when its last year is one of the years of the register. It is complete when
-- the register also has its first year.
covered as (
    select
        editions.edition_code,
        editions.year_from,
        editions.year_to,
        editions.imputation_second_period_from_year,
        editions.label_nl,
        editions.label_en,
        cast(greatest(editions.year_from, register_years.first_year) as integer)
            as first_covered_year,
        register_years.first_year <= editions.year_from as is_complete,
        register_status.data_status,
        cast(coalesce(printed.printed_number_count, 0) as integer) as printed_number_count
    from editions
    inner join register_years
        on editions.year_to between register_years.first_year and register_years.last_year
    cross join register_status
    left join printed
        on editions.edition_code = printed.edition_code
),

-- What is shown first: of a synthetic register the complete edition of which the documents print
-- most numbers, of a delivered one the latest complete edition; an incomplete one only if no
-- edition is complete.
final as (
    select
        covered.*,
        row_number() over (
            order by
                covered.is_complete desc,
                case
                    when covered.data_status = 'synthetic' then covered.printed_number_count
                end desc nulls last,
                covered.year_to desc
        ) = 1 as is_default_edition
    from covered
)

select * from final
