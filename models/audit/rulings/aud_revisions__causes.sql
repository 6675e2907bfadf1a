with revised as (
    select * from {{ ref('aud_revisions__compared') }} as revisions
    where revisions.is_revised
),

by_rule as (
    select * from {{ ref('aud_revisions__by_rule') }}
),

explained as (
    select
        by_rule.exhibit_code,
        by_rule.year_code,
        by_rule.row_kind,
        by_rule.row_code,
        by_rule.measure,
        by_rule.earlier_edition_code,
        by_rule.later_edition_code,
        sum(by_rule.difference) as difference
    from by_rule
    group by all
),

-- What rules do not explain: the kinds of rows whose codes depend on the edition, and why.
causes as (
    select
        by_rule.*,
        'rule' as cause_code
    from by_rule
    union all
    select
        revised.exhibit_code,
        revised.year_code,
        revised.row_kind,
        revised.row_code,
        revised.measure,
        revised.earlier_edition_code,
        revised.later_edition_code,
        reasons.rule_id,
        revised.revision - coalesce(explained.difference, 0) as difference,
        coalesce(reasons.cause_code, 'unexplained') as cause_code
    from revised
    left join explained
        on
            revised.exhibit_code = explained.exhibit_code
            and revised.year_code = explained.year_code
            and revised.row_kind = explained.row_kind
            and revised.row_code = explained.row_code
            and revised.measure = explained.measure
            and revised.earlier_edition_code = explained.earlier_edition_code
            and revised.later_edition_code = explained.later_edition_code
    left join {{ ref('ref_revision_causes') }} as reasons
        on revised.row_kind = reasons.row_kind
    where revised.is_count and revised.revision <> coalesce(explained.difference, 0)
),

final as (
    select
        causes.exhibit_code,
        causes.year_code,
        causes.row_kind,
        causes.row_code,
        causes.measure,
        causes.earlier_edition_code,
        causes.later_edition_code,
        causes.cause_code,
        causes.rule_id,
        cast(causes.difference as decimal(18, 6)) as difference
    from causes
)

select * from final
