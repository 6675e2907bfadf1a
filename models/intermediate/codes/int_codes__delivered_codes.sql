-- depends_on: {{ ref('stg_reference__crosswalk_codes') }}
-- depends_on: {{ ref('int_records__assessed') }}
-- depends_on: {{ ref('stg_reference__expectation_limits') }}
{#- After the transaction, so that what is kept of unknown codes stays when the build stops. On
    Spark, which has none, dbt leaves out a hook that asks for that. -#}
{{ config(
    post_hook={
        'sql': "{{ stop_on_unknown_codes(this) }}",
        'transaction': target.type != 'duckdb',
    },
) }}

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

-- A value with more codes than there are positions is not split. No crosswalk knows it, so it stops
-- the build.
measured_values as (
    select
        delivered_values.*,
        case
            when
                delivered_values.is_multiple
                and length(delivered_values.delivered_value)
                - length(replace(delivered_values.delivered_value, '|', '')) < 1000
                then
                    length(delivered_values.delivered_value)
                    - length(replace(delivered_values.delivered_value, '|', '')) + 1
            else 1
        end as code_count
    from delivered_values
),

split_values as (
    select
        measured_values.*,
        positions.position,
        case
            when measured_values.code_count > 1
                then {{ clean_text(
                    "split_part(measured_values.delivered_value, '|', positions.position)"
                ) }}
            else measured_values.delivered_value
        end as delivered_code
    from measured_values
    inner join positions
        on measured_values.code_count >= positions.position
),

final as (
    select
        split_values.source_table,
        split_values.column_name,
        split_values.code_kind,
        split_values.code_system,
        split_values.coding_number,
        split_values.notification_year,
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
            and split_values.notification_year
            between lookup.valid_from_year and lookup.valid_to_year
    where split_values.delivered_code is not null
)

select * from final
