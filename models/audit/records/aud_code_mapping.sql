with delivered_codes as (
    select * from {{ ref('int_codes__delivered_codes') }}
),

crosswalk_codes as (
    select * from {{ ref('stg_reference__crosswalk_codes') }}
),

final as (
    select
        delivered_codes.source_table,
        delivered_codes.column_name,
        delivered_codes.code_system,
        delivered_codes.delivered_code,
        delivered_codes.crosswalk_name,
        delivered_codes.lookup_step,
        delivered_codes.standard_code,
        max(crosswalk_codes.reason) as reason,
        cast(min(delivered_codes.notification_year) as integer) as first_year,
        cast(max(delivered_codes.notification_year) as integer) as last_year,
        cast(sum(delivered_codes.record_count) as bigint) as record_count
    from delivered_codes
    left join crosswalk_codes
        on
            delivered_codes.code_kind = crosswalk_codes.code_kind
            and delivered_codes.delivered_code = crosswalk_codes.delivered_code
            and delivered_codes.notification_year
            between crosswalk_codes.valid_from_year and crosswalk_codes.valid_to_year
            and crosswalk_codes.code_system = case delivered_codes.lookup_step
                when 'own' then delivered_codes.code_system
                else 'STANDARD'
            end
    group by all
)

select * from final
order by
    final.source_table,
    final.column_name,
    final.code_system,
    final.delivered_code,
    final.first_year
