with delivered_values as (
    select * from {{ ref('aud_delivery__values') }}
),

readings as (
    select * from {{ ref('aud_delivery__readings') }}
),

judged as (
    select
        delivered_values.source_table,
        delivered_values.column_name,
        delivered_values.reporter_group_code,
        delivered_values.received_year,
        delivered_values.record_count,
        delivered_values.delivered_value is not null as is_filled,
        coalesce(readings.is_recognised, delivered_values.delivered_value is not null)
            as is_recognised,
        coalesce(readings.is_known, delivered_values.delivered_value is not null) as is_known
    from delivered_values
    left join readings
        on
            delivered_values.code_kind = readings.code_kind
            and delivered_values.code_system = readings.code_system
            and delivered_values.received_year = readings.received_year
            and delivered_values.delivered_value = readings.delivered_value
),

shares as (
    select
        judged.source_table,
        judged.column_name,
        judged.reporter_group_code,
        judged.received_year,
        sum(judged.record_count) as record_count,
        coalesce(sum(judged.record_count) filter (where judged.is_filled), 0) as filled_count,
        coalesce(sum(judged.record_count) filter (where judged.is_recognised), 0)
            as recognised_count,
        coalesce(sum(judged.record_count) filter (where judged.is_known), 0) as known_count
    from judged
    group by
        judged.source_table,
        judged.column_name,
        judged.reporter_group_code,
        judged.received_year
),

-- The three years before are added up, so that a large year weighs more than a small one.
compared as (
    select
        shares.source_table,
        shares.column_name,
        shares.reporter_group_code,
        shares.received_year,
        coalesce(sum(earlier.record_count), 0) as record_count_before,
        coalesce(sum(earlier.known_count), 0) as known_count_before
    from shares
    left join shares as earlier
        on
            shares.source_table = earlier.source_table
            and shares.column_name = earlier.column_name
            and shares.reporter_group_code = earlier.reporter_group_code
            and earlier.received_year between shares.received_year - 3 and shares.received_year - 1
    group by
        shares.source_table,
        shares.column_name,
        shares.reporter_group_code,
        shares.received_year
),

final as (
    select
        shares.source_table,
        shares.column_name,
        shares.reporter_group_code,
        shares.received_year,
        cast(shares.record_count as bigint) as record_count,
        cast(shares.filled_count as bigint) as filled_count,
        cast(shares.recognised_count as bigint) as recognised_count,
        cast(shares.known_count as bigint) as known_count,
        cast(compared.record_count_before as bigint) as record_count_before,
        cast(compared.known_count_before as bigint) as known_count_before
    from shares
    inner join compared
        on
            shares.source_table = compared.source_table
            and shares.column_name = compared.column_name
            and shares.reporter_group_code = compared.reporter_group_code
            and shares.received_year = compared.received_year
)

select * from final
order by
    final.source_table,
    final.column_name,
    final.reporter_group_code,
    final.received_year
