{#- What an office lays over the lists of the project (docs/office.md), beside what it ships. -#}
with shipped_codes as (
    select * from {{ ref('stg_reference__shipped_codes') }}
),

office_codes as (
    select * from {{ ref('stg_reference__office_codes') }}
),

limits as (
    select * from {{ ref('stg_reference__expectation_limits') }}
),

codes as (
    select
        'codes.csv' as file_name,
        office_codes.crosswalk_name || ', ' || office_codes.code_system || ' '
        || office_codes.delivered_code || ', ' || office_codes.valid_from_year || '-'
        || office_codes.valid_to_year as subject,
        min(shipped_codes.standard_code) as shipped_value,
        office_codes.standard_code as office_value,
        office_codes.reason
    from office_codes
    left join shipped_codes
        on
            office_codes.crosswalk_name = shipped_codes.crosswalk_name
            and office_codes.code_system = shipped_codes.code_system
            and office_codes.delivered_code = shipped_codes.delivered_code
            and office_codes.valid_from_year between shipped_codes.valid_from_year
            and shipped_codes.valid_to_year
    group by
        office_codes.crosswalk_name,
        office_codes.code_system,
        office_codes.delivered_code,
        office_codes.valid_from_year,
        office_codes.valid_to_year,
        office_codes.standard_code,
        office_codes.reason
),

final as (
    select * from codes
    union all
    select
        'limits.csv' as file_name,
        limits.limit_code as subject,
        cast(limits.shipped_value as string) as shipped_value,
        cast(limits.limit_value as string) as office_value,
        limits.reason
    from limits
    where limits.is_of_office
    union all
    select
        'columns.csv' as file_name,
        columns.source_table || '.' || columns.column_name as subject,
        columns.column_name as shipped_value,
        columns.delivered_column as office_value,
        null as reason
    from {{ office_rows('columns') }} as columns
    union all
    select
        'acceptances.csv' as file_name,
        acceptances.expectation || ', ' || acceptances.delivery as subject,
        null as shipped_value,
        'accepted on ' || acceptances.accepted_on as office_value,
        acceptances.reason
    from {{ office_rows('acceptances') }} as acceptances
)

select
    cast(final.file_name as string) as file_name,
    cast(final.subject as string) as subject,
    cast(final.shipped_value as string) as shipped_value,
    cast(final.office_value as string) as office_value,
    cast(final.reason as string) as reason
from final
