with revised as (
    select * from {{ ref('aud_revisions__compared') }} as revisions
    where revisions.is_revised
),

rules as (
    select * from {{ ref('aud_revisions__rules') }}
),

-- How many members of a cell carry a rule, in the edition that counts them.
carriers as (
    select
        members.edition_code,
        members.exhibit_code,
        members.column_code as year_code,
        members.row_kind,
        members.row_code,
        members.exclusion_rule_id,
        count(*) as member_count
    from {{ ref('aud_cell_members') }} as members
    where members.column_kind = 'year' and members.exclusion_rule_id is not null
    group by
        members.edition_code,
        members.exhibit_code,
        members.column_code,
        members.row_kind,
        members.row_code,
        members.exclusion_rule_id
),

final as (
    select
        revised.exhibit_code,
        revised.year_code,
        revised.row_kind,
        revised.row_code,
        revised.measure,
        revised.earlier_edition_code,
        revised.later_edition_code,
        rules.exclusion_rule_id as rule_id,
        cast(rules.direction * carriers.member_count as decimal(18, 6)) as difference
    from revised
    inner join rules
        on
            revised.earlier_edition_code = rules.earlier_edition_code
            and revised.later_edition_code = rules.later_edition_code
    inner join carriers
        on
            case
                when rules.direction = 1 then revised.later_edition_code
                else revised.earlier_edition_code
            end = carriers.edition_code
            and revised.exhibit_code = carriers.exhibit_code
            and revised.year_code = carriers.year_code
            and revised.row_kind = carriers.row_kind
            and revised.row_code = carriers.row_code
            and rules.exclusion_rule_id = carriers.exclusion_rule_id
    where revised.is_count
    union all
    -- a rank or a mean is no sum: the whole of its revision is of the rules that differ
    select
        revised.exhibit_code,
        revised.year_code,
        revised.row_kind,
        revised.row_code,
        revised.measure,
        revised.earlier_edition_code,
        revised.later_edition_code,
        {{ joined_text('rules.exclusion_rule_id', ' + ', 'rules.exclusion_rule_id') }} as rule_id,
        cast(max(revised.revision) as decimal(18, 6)) as difference
    from revised
    inner join rules
        on
            revised.earlier_edition_code = rules.earlier_edition_code
            and revised.later_edition_code = rules.later_edition_code
    where not revised.is_count
    group by
        revised.exhibit_code,
        revised.year_code,
        revised.row_kind,
        revised.row_code,
        revised.measure,
        revised.earlier_edition_code,
        revised.later_edition_code
)

select * from final
