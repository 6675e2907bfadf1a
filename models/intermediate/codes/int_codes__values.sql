with delivered_codes as (
    select * from {{ ref('int_codes__delivered_codes') }} as int_codes__delivered_codes
    where int_codes__delivered_codes.coding_number is not null
),

standard_codes as (
    select * from {{ ref('stg_reference__standard_codes') }}
),

-- Each standard code of a value once, at its first place in the value.
meanings as (
    select
        delivered_codes.column_name,
        delivered_codes.coding_number,
        delivered_codes.delivered_value,
        standard_codes.resolved_code,
        standard_codes.is_known,
        standard_codes.selection_order,
        min(delivered_codes.position) as position
    from delivered_codes
    inner join standard_codes
        on
            delivered_codes.code_kind = standard_codes.code_kind
            and delivered_codes.standard_code = standard_codes.standard_code
    group by
        delivered_codes.column_name,
        delivered_codes.coding_number,
        delivered_codes.delivered_value,
        standard_codes.resolved_code,
        standard_codes.is_known,
        standard_codes.selection_order
),

-- The leading code of a value: the known code that the list prefers, then the one delivered first.
ranked as (
    select
        meanings.*,
        row_number() over (
            partition by
                meanings.column_name, meanings.coding_number, meanings.delivered_value
            order by
                meanings.is_known desc,
                meanings.selection_order asc,
                meanings.position asc,
                meanings.resolved_code asc
        ) as preference
    from meanings
),

-- The forms are recognised by their codes, which no other list uses.
final as (
    select
        ranked.column_name,
        ranked.coding_number,
        ranked.delivered_value,
        max(ranked.resolved_code) filter (where ranked.preference = 1 and ranked.is_known)
            as leading_code,
        max(ranked.selection_order) filter (where ranked.preference = 1 and ranked.is_known)
            as leading_order,
        {{ joined_text(
            'ranked.resolved_code', '+', 'ranked.resolved_code asc', 'ranked.is_known'
        ) }}
            as combination_code,
        bool_or(ranked.resolved_code = 'SU') as has_sexual,
        bool_or(ranked.resolved_code = 'AU') as has_labour,
        bool_or(ranked.resolved_code = 'CU') as has_criminal,
        bool_or(ranked.resolved_code = 'OV') as has_organ
    from ranked
    group by ranked.column_name, ranked.coding_number, ranked.delivered_value
)

select * from final
