{{ config(materialized='ephemeral' if target.type == 'duckdb' else 'table') }}

with notifications as (
    select * from {{ ref('stg_register__notifications') }}
),

emm_records as (
    select * from {{ ref('stg_register__emm_records') }}
),

reporters as (
    select * from {{ ref('aud_delivery__reporters') }}
),

received as (
    select * from notifications
    union all
    select * from emm_records
),

dated as (
    select
        received.source_table,
        received.reporter_delivered,
        received.received_on,
        cast(extract(year from received.received_on) as integer) as received_year,
        max(received.delivered_on) as delivered_on,
        -- a register that is extracted whole every year delivers the same record many times
        count(distinct received.record_id) + count(*) filter (where received.record_id is null)
            as record_count
    from received
    where
        received.received_on >= {{ parameter('received_on_earliest', 'date') }}
        and received.received_on <= received.delivered_on
    group by received.source_table, received.reporter_delivered, received.received_on
),

-- An unknown reporter stops the build later; until then it is a group of its own.
grouped as (
    select
        dated.source_table,
        coalesce(reporters.reporter_group_code, 'ONB') as reporter_group_code,
        dated.received_year,
        dated.received_on,
        dated.delivered_on,
        dated.record_count
    from dated
    left join reporters
        on
            dated.reporter_delivered = reporters.reporter_delivered
            and dated.received_year = reporters.received_year
),

members as (
    select distinct
        grouped.reporter_group_code as member_code,
        grouped.reporter_group_code
    from grouped
    union all
    select distinct
        grouped.reporter_group_code as member_code,
        'ALL' as reporter_group_code
    from grouped
),

final as (
    select
        grouped.source_table,
        members.reporter_group_code,
        grouped.received_year,
        grouped.received_on,
        max(grouped.delivered_on) as delivered_on,
        sum(grouped.record_count) as record_count
    from grouped
    inner join members
        on grouped.reporter_group_code = members.member_code
    group by
        grouped.source_table,
        members.reporter_group_code,
        grouped.received_year,
        grouped.received_on
)

select * from final
