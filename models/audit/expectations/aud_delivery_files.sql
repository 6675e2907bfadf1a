{#- The files are read where they are: on Spark there are none. -#}
{{ config(enabled=target.type == 'duckdb') }}

with files as (
    select * from {{ files_of_delivery() }} as files
),

notifications as (
    select * from {{ ref('stg_register__notifications') }}
),

emm_records as (
    select * from {{ ref('stg_register__emm_records') }}
),

records as (
    select
        notifications.source_file,
        cast(extract(year from notifications.received_on) as integer) as received_year
    from notifications
    union all
    select
        emm_records.source_file,
        cast(extract(year from emm_records.received_on) as integer) as received_year
    from emm_records
),

counted as (
    select
        records.source_file,
        records.received_year,
        count(*) as record_count
    from records
    group by records.source_file, records.received_year
),

final as (
    select
        files.source_table,
        files.source_file,
        files.byte_count,
        files.sha256,
        counted.received_year,
        cast(counted.record_count as bigint) as record_count
    from counted
    inner join files
        on counted.source_file = files.source_file
)

select * from final
order by
    final.source_table,
    final.source_file,
    final.received_year nulls last
