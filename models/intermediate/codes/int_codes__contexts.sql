with assessed as (
    select * from {{ ref('int_records__assessed') }} as int_records__assessed
    where int_records__assessed.code_context_number is not null
),

final as (
    select
        assessed.code_context_number,
        min(assessed.source_table) as source_table,
        min(assessed.code_system) as code_system,
        min(assessed.registration_year) as registration_year
    from assessed
    group by assessed.code_context_number
)

select * from final
