with revisions as (
    select * from {{ ref('aud_revisions__compared') }}
),

-- The causes of a revision with what each of them adds, such as `R-08 +38`.
named as (
    select
        causes.exhibit_code,
        causes.year_code,
        causes.row_kind,
        causes.row_code,
        causes.measure,
        causes.earlier_edition_code,
        causes.later_edition_code,
        {{ joined_text(
            "coalesce(causes.rule_id, causes.cause_code)
            || case when causes.difference > 0 then ' +' else ' ' end
            || " ~ plain_number("coalesce(causes.difference, 0)"),
            ', ', 'causes.cause_code desc, causes.rule_id'
        ) }} as causes
    from {{ ref('aud_revisions__causes') }} as causes
    group by
        causes.exhibit_code,
        causes.year_code,
        causes.row_kind,
        causes.row_code,
        causes.measure,
        causes.earlier_edition_code,
        causes.later_edition_code
),

final as (
    select
        revisions.exhibit_code,
        revisions.year_code,
        revisions.row_kind,
        revisions.row_code,
        revisions.measure,
        revisions.earlier_edition_code,
        revisions.later_edition_code,
        revisions.earlier_value,
        revisions.later_value,
        revisions.revision,
        revisions.is_revised,
        named.causes
    from revisions
    left join named
        on
            revisions.exhibit_code = named.exhibit_code
            and revisions.year_code = named.year_code
            and revisions.row_kind = named.row_kind
            and revisions.row_code = named.row_code
            and revisions.measure = named.measure
            and revisions.earlier_edition_code = named.earlier_edition_code
            and revisions.later_edition_code = named.later_edition_code
)

select * from final
order by
    final.exhibit_code,
    final.year_code,
    final.row_kind,
    final.row_code,
    final.measure,
    final.earlier_edition_code,
    final.later_edition_code
