{{ config(materialized='view') }}

with crosswalk_codes as (
    select * from {{ ref('stg_reference__crosswalk_codes') }}
),

reporters as (
    select * from {{ ref('ref_reporters') }}
),

years as (
    select cast(series.received_year as integer) as received_year
    from {{ whole_numbers('received_year', 1900, 2100) }} as series
),

-- A code of the register goes before the standard code of that name.
ranked as (
    select
        crosswalk_codes.delivered_code,
        years.received_year,
        crosswalk_codes.standard_code,
        row_number() over (
            partition by crosswalk_codes.delivered_code, years.received_year
            order by crosswalk_codes.code_system asc
        ) as lookup_rank
    from crosswalk_codes
    inner join years
        on
            years.received_year between crosswalk_codes.valid_from_year
            and crosswalk_codes.valid_to_year
    where
        crosswalk_codes.code_kind = 'reporter'
        and crosswalk_codes.code_system in ('REGISTER', 'STANDARD')
),

final as (
    select
        ranked.delivered_code as reporter_delivered,
        ranked.received_year,
        coalesce(reporters.reporter_group_code, reporters.reporter_code) as reporter_group_code,
        reporters.code_system
    from ranked
    inner join reporters
        on ranked.standard_code = reporters.reporter_code
    where ranked.lookup_rank = 1
)

select * from final
