{{ config(materialized='ephemeral' if target.type == 'duckdb' else 'table') }}

with delivered_values as (
    select * from {{ ref('aud_delivery__values') }} as aud_delivery__values
    where
        aud_delivery__values.delivered_value is not null
        and aud_delivery__values.code_kind is not null
),

crosswalk_codes as (
    select * from {{ ref('stg_reference__crosswalk_codes') }}
),

standard_codes as (
    select * from {{ ref('stg_reference__standard_codes') }}
),

positions as (
    select cast(series.position as integer) as position
    from {{ whole_numbers('position', 1, 1000) }} as series
),

measured_values as (
    select distinct
        delivered_values.code_kind,
        delivered_values.code_system,
        delivered_values.received_year,
        delivered_values.delivered_value,
        length(delivered_values.delivered_value)
        - length(replace(delivered_values.delivered_value, '|', '')) + 1 as code_count
    from delivered_values
),

split_values as (
    select distinct
        measured_values.code_kind,
        measured_values.code_system,
        measured_values.received_year,
        measured_values.delivered_value,
        {{ clean_text(
            "split_part(measured_values.delivered_value, '|', positions.position)"
        ) }} as delivered_code
    from measured_values
    inner join positions
        on measured_values.code_count >= positions.position
),

-- A code is known when it is in the reporter's own code system or in the standard codes of that
-- year.
read_codes as (
    select
        split_values.code_kind,
        split_values.code_system,
        split_values.received_year,
        split_values.delivered_value,
        split_values.delivered_code,
        bool_or(crosswalk_codes.standard_code is not null) as is_recognised,
        bool_or(coalesce(standard_codes.is_known, false)) as is_known
    from split_values
    left join crosswalk_codes
        on
            split_values.code_kind = crosswalk_codes.code_kind
            and crosswalk_codes.code_system in (split_values.code_system, 'STANDARD')
            and split_values.delivered_code = crosswalk_codes.delivered_code
            and split_values.received_year
            between crosswalk_codes.valid_from_year and crosswalk_codes.valid_to_year
    left join standard_codes
        on
            crosswalk_codes.code_kind = standard_codes.code_kind
            and crosswalk_codes.standard_code = standard_codes.standard_code
    where split_values.delivered_code is not null
    group by
        split_values.code_kind,
        split_values.code_system,
        split_values.received_year,
        split_values.delivered_value,
        split_values.delivered_code
),

final as (
    select
        read_codes.code_kind,
        read_codes.code_system,
        read_codes.received_year,
        read_codes.delivered_value,
        bool_and(read_codes.is_recognised) as is_recognised,
        bool_or(read_codes.is_known) as is_known
    from read_codes
    group by
        read_codes.code_kind,
        read_codes.code_system,
        read_codes.received_year,
        read_codes.delivered_value
)

select * from final
