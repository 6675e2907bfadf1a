with delivered_codes as (
    select * from {{ ref('int_codes__delivered_codes') }}
),

standard_codes as (
    select * from {{ ref('stg_reference__standard_codes') }}
),

contexts as (
    select * from {{ ref('int_codes__contexts') }}
),

-- The leading code of a value: the known code that the list prefers, then the one delivered first.
ranked as (
    select
        delivered_codes.source_table,
        delivered_codes.column_name,
        delivered_codes.code_system,
        delivered_codes.registration_year,
        delivered_codes.delivered_value,
        standard_codes.resolved_code,
        standard_codes.is_known,
        standard_codes.code_bit,
        standard_codes.selection_order,
        row_number() over (
            partition by
                delivered_codes.source_table,
                delivered_codes.column_name,
                delivered_codes.code_system,
                delivered_codes.registration_year,
                delivered_codes.delivered_value
            order by
                standard_codes.is_known desc,
                standard_codes.selection_order asc,
                delivered_codes.position asc
        ) as preference
    from delivered_codes
    inner join standard_codes
        on
            delivered_codes.code_kind = standard_codes.code_kind
            and delivered_codes.standard_code = standard_codes.standard_code
),

resolved as (
    select
        ranked.source_table,
        ranked.column_name,
        ranked.code_system,
        ranked.registration_year,
        ranked.delivered_value,
        max(ranked.resolved_code) filter (where ranked.preference = 1 and ranked.is_known)
            as leading_code,
        max(ranked.selection_order) filter (where ranked.preference = 1 and ranked.is_known)
            as leading_order,
        cast(bit_or(ranked.code_bit) as integer) as code_mask
    from ranked
    group by
        ranked.source_table,
        ranked.column_name,
        ranked.code_system,
        ranked.registration_year,
        ranked.delivered_value
),

-- The number is that of the records; what the register itself codes (reporter, status) has none.
final as (
    select
        resolved.*,
        contexts.code_context_number
    from resolved
    left join contexts
        on
            resolved.source_table = contexts.source_table
            and resolved.code_system = contexts.code_system
            and resolved.registration_year = contexts.registration_year
)

select * from final
