-- depends_on: {{ ref('stg_reference__crosswalk_codes') }}
-- depends_on: {{ ref('int_records__assessed') }}
{{ config(post_hook="{{ stop_on_unknown_codes(this) }}") }}

with delivered_values as (
    select * from {{ ref('int_codes__delivered_values') }}
),

lookup as (
    select * from {{ ref('int_codes__lookup') }}
),

positions as (
    select cast(series.position as integer) as position
    from {{ whole_numbers('position', 1, 1000) }} as series
),

split_values as (
    select
        delivered_values.source_table,
        delivered_values.column_name,
        delivered_values.code_kind,
        delivered_values.code_system,
        delivered_values.registration_year,
        delivered_values.delivered_value,
        delivered_values.record_count,
        positions.position,
        case
            when delivered_values.is_multiple
                then {{ clean_text(
                    "split_part(delivered_values.delivered_value, '|', positions.position)"
                ) }}
            else delivered_values.delivered_value
        end as delivered_code
    from delivered_values
    inner join positions
        on
            positions.position <= case
                when delivered_values.is_multiple
                    then
                        length(delivered_values.delivered_value)
                        - length(replace(delivered_values.delivered_value, '|', '')) + 1
                else 1
            end
),

final as (
    select
        split_values.source_table,
        split_values.column_name,
        split_values.code_kind,
        split_values.code_system,
        split_values.registration_year,
        split_values.delivered_value,
        split_values.position,
        split_values.delivered_code,
        split_values.record_count,
        lookup.crosswalk_name,
        lookup.lookup_step,
        lookup.standard_code
    from split_values
    left join lookup
        on
            split_values.code_kind = lookup.code_kind
            and split_values.code_system = lookup.code_system
            and split_values.delivered_code = lookup.delivered_code
            and split_values.registration_year
            between lookup.valid_from_year and lookup.valid_to_year
    where split_values.delivered_code is not null
)

select * from final
