with edition_rules as (
    select * from {{ ref('int_editions__rules') }}
),

final as (
    select
        edition_rules.edition_code,
        edition_rules.exclusion_rule_id,
        edition_rules.source,
        edition_rules.reason_nl,
        edition_rules.reason_en
    from edition_rules
)

select * from final
