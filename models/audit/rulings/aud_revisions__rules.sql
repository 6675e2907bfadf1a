with editions as (
    select * from {{ ref('dim_editions') }}
),

edition_rules as (
    select * from {{ ref('bridge_edition_rules') }}
),

-- Whom a rule leaves out of one of two editions and not of the other: 1 where the later edition
-- counts them, -1 where the earlier one does.
final as (
    select
        earlier.edition_code as earlier_edition_code,
        later.edition_code as later_edition_code,
        rules.exclusion_rule_id,
        cast(
            case when in_later.exclusion_rule_id is null then 1 else -1 end as integer
        ) as direction
    from editions as earlier
    inner join editions as later
        on earlier.edition_code < later.edition_code
    cross join {{ ref('dim_exclusion_rules') }} as rules
    left join edition_rules as in_earlier
        on
            earlier.edition_code = in_earlier.edition_code
            and rules.exclusion_rule_id = in_earlier.exclusion_rule_id
    left join edition_rules as in_later
        on
            later.edition_code = in_later.edition_code
            and rules.exclusion_rule_id = in_later.exclusion_rule_id
    where (in_earlier.exclusion_rule_id is null) <> (in_later.exclusion_rule_id is null)
)

select * from final
