{#- The causes of a revision add up to it, every revision has one, and none is unexplained. A manner
    that is rarer in one edition takes as many victims from one row as it brings to another. (A
    category that only the later edition has is a row of that edition alone; that all its sectors
    together are those of known sector, whose revision is of rules alone, holds it:
    rows_and_columns_add_up.) -#}
with revisions as (
    select * from {{ ref('aud_revisions') }} as aud_revisions
    where aud_revisions.is_revised
),

causes as (
    select * from {{ ref('aud_revisions__causes') }}
),

summed as (
    select
        causes.exhibit_code,
        causes.year_code,
        causes.row_kind,
        causes.row_code,
        causes.measure,
        causes.earlier_edition_code,
        causes.later_edition_code,
        sum(causes.difference) as difference,
        count(*) filter (where causes.cause_code = 'unexplained') as unexplained_count
    from causes
    group by all
),

problems as (
    select
        revisions.exhibit_code,
        revisions.year_code,
        revisions.row_code,
        'differs by ' || coalesce(cast(revisions.revision as string), 'an empty value')
        || ', and its causes say ' || coalesce(revisions.causes, 'nothing') as problem
    from revisions
    left join summed
        on
            revisions.exhibit_code = summed.exhibit_code
            and revisions.year_code = summed.year_code
            and revisions.row_kind = summed.row_kind
            and revisions.row_code = summed.row_code
            and revisions.measure = summed.measure
            and revisions.earlier_edition_code = summed.earlier_edition_code
            and revisions.later_edition_code = summed.later_edition_code
    where
        summed.difference is distinct from revisions.revision
        or coalesce(summed.unexplained_count, 1) > 0
        or revisions.causes is null
    union all
    select
        causes.exhibit_code,
        causes.year_code,
        null as row_code,
        'another ' || causes.cause_code || ' adds ' || sum(causes.difference)
        || ' to the rows together' as problem
    from causes
    where causes.cause_code = 'rarity'
    group by
        causes.exhibit_code,
        causes.year_code,
        causes.row_kind,
        causes.measure,
        causes.earlier_edition_code,
        causes.later_edition_code,
        causes.cause_code
    having sum(causes.difference) <> 0
)

select * from problems
