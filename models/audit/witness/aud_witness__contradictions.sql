-- What can be read, of every year: the return contradicts itself whatever a register holds.
with returned as (
    select * from {{ ref('aud_witness__rows') }} as rows_of_the_return
    where coalesce(rows_of_the_return.reason_code, '') not in ('category_repeated', 'not_named')
),

-- A whole, and what should add up to it or stand within it.
parts as (
    select
        whole.witness_row_id as whole_id,
        case
            when part.dimension <> whole.dimension and part.form_code is not null
                then part.witness_row_id
            when part.dimension <> whole.dimension then 'citizenships'
            when coalesce(part.gender_code, '') = coalesce(whole.gender_code, '') then 'ages'
            when coalesce(part.adulthood_code, '') = coalesce(whole.adulthood_code, '')
                then 'sexes'
            else 'sexes and ages'
        end as group_code,
        part.witness_row_id as part_id,
        case when part.dimension <> whole.dimension then part.category || ' ' else '' end
        || part.printed_value as printed,
        part.lowest_value,
        whole.highest_value as whole_value,
        whole.printed_value as printed_whole
    from returned as whole
    inner join returned as part
        on
            whole.reported_year = part.reported_year
            and whole.witness_row_id <> part.witness_row_id
            and coalesce(whole.gender_code, part.gender_code, '')
            = coalesce(part.gender_code, '')
            and coalesce(whole.adulthood_code, part.adulthood_code, '')
            = coalesce(part.adulthood_code, '')
            and (
                whole.dimension = 'Total'
                or (whole.dimension = part.dimension and whole.category = part.category)
            )
            and (
                part.dimension in ('Total', 'by citizenship')
                or part.form_code is not null
            )
            and (
                whole.dimension <> part.dimension
                or whole.gender_code is distinct from part.gender_code
                or whole.adulthood_code is distinct from part.adulthood_code
            )
),

impossible as (
    select
        parts.whole_id,
        parts.group_code,
        {{ joined_text('parts.printed', ' + ', 'parts.part_id asc') }}
        || case
            when count(*) = 1 then ''
            when sum(parts.lowest_value) > 0
                and min(parts.lowest_value) = 0 then ', at least '
                || cast(sum(parts.lowest_value) as string)
            else ' = ' || cast(sum(parts.lowest_value) as string)
        end
        || ', more than ' || max(parts.printed_whole) as arithmetic
    from parts
    group by parts.whole_id, parts.group_code
    having sum(parts.lowest_value) > max(parts.whole_value)
),

-- A category that has the same numbers as in an earlier year in every cell was copied.
copied as (
    select
        later.reported_year,
        later.category,
        earlier.reported_year as earlier_year
    from returned as later
    inner join returned as earlier
        on
            later.reported_year > earlier.reported_year
            and later.form_code = earlier.form_code
    group by later.reported_year, later.category, earlier.reported_year
    having
        count(*) filter (
            where later.sex = earlier.sex and later.age = earlier.age
            and later.printed_value = earlier.printed_value
        ) = count(distinct later.witness_row_id)
        and count(distinct later.witness_row_id) = count(distinct earlier.witness_row_id)
        and count(distinct later.witness_row_id) filter (where later.lowest_value > 0) > 2
),

problems as (
    select
        impossible.whole_id as witness_row_id,
        false as is_copied,
        impossible.arithmetic
    from impossible
    union all
    select
        parts.part_id as witness_row_id,
        false as is_copied,
        impossible.arithmetic
    from impossible
    inner join parts
        on
            impossible.whole_id = parts.whole_id
            and impossible.group_code = parts.group_code
    union all
    select
        returned.witness_row_id,
        true as is_copied,
        'in every cell what the return has for ' || cast(copied.earlier_year as string)
        || ', here ' || returned.printed_value as arithmetic
    from copied
    inner join returned
        on
            copied.reported_year = returned.reported_year
            and copied.category = returned.category
),

final as (
    select
        problems.witness_row_id,
        bool_or(problems.is_copied) as is_copied,
        {{ joined_text('problems.arithmetic', '; ', 'problems.arithmetic asc') }} as arithmetic
    from problems
    group by problems.witness_row_id
)

select * from final
