with editions as (
    select * from {{ ref('int_editions__covered') }}
),

edition_rules as (
    select * from {{ ref('ref_edition_rules') }}
),

-- A rule without a last edition is in force in every edition from its first one on. The codes of
-- the editions begin with their years, so that their order is that of time.
final as (
    select
        editions.edition_code,
        edition_rules.exclusion_rule_id,
        editions.is_default_edition,
        edition_rules.source,
        edition_rules.reason_nl,
        edition_rules.reason_en
    from editions
    inner join edition_rules
        on
            editions.edition_code between edition_rules.first_edition_code
            and coalesce(edition_rules.last_edition_code, editions.edition_code)
)

select * from final
