{#- Every published cell has its trace (aud_cell_trace): a total is the sum of the steps above it,
    the last total of both chains is the published value, and the records behind a cell are those
    of their senders. The trace says apart from cell_counts who is counted. -#}

with cells as (
    select * from {{ ref('published_cells') }}
),

steps as (
    select * from {{ ref('aud_cell_trace') }}
),

-- The steps up to here, without the totals among them.
running as (
    select
        steps.*,
        sum(case when steps.is_total then 0 else steps.step_count end) over (
            partition by
                steps.edition_code, steps.exhibit_code, steps.column_kind, steps.column_code,
                steps.row_kind, steps.row_code, steps.measure, steps.chain_code
            order by steps.step_order
            rows between unbounded preceding and current row
        ) as summed,
        row_number() over (
            partition by
                steps.edition_code, steps.exhibit_code, steps.column_kind, steps.column_code,
                steps.row_kind, steps.row_code, steps.measure, steps.chain_code
            order by steps.step_order desc
        ) as place_from_end
    from steps
    where steps.chain_code <> 'arithmetic'
),

parts as (
    select
        steps.edition_code,
        steps.exhibit_code,
        steps.column_kind,
        steps.column_code,
        steps.row_kind,
        steps.row_code,
        steps.measure,
        max(steps.step_count) filter (where steps.step_code = 'nationalities_ahead') as ahead_count,
        max(steps.step_count) filter (where steps.step_code = 'age_sum') as age_sum,
        max(steps.step_count) filter (where steps.step_code = 'known_ages') as known_count
    from steps
    where steps.measure in ('mean_age', 'rank') and steps.chain_code = 'arithmetic'
    group by
        steps.edition_code, steps.exhibit_code, steps.column_kind, steps.column_code,
        steps.row_kind, steps.row_code, steps.measure
),

-- What the steps say the value is: the end of a chain, a mean, or a place.
ends as (
    select
        running.edition_code,
        running.exhibit_code,
        running.column_kind,
        running.column_code,
        running.row_kind,
        running.row_code,
        running.measure,
        running.chain_code,
        cast(running.step_count as decimal(18, 6)) as told_value
    from running
    where
        running.place_from_end = 1
        and running.chain_code in ('records', 'selection')
        and running.measure not in ('mean_age', 'rank')
    union all
    select
        parts.edition_code,
        parts.exhibit_code,
        parts.column_kind,
        parts.column_code,
        parts.row_kind,
        parts.row_code,
        parts.measure,
        'arithmetic' as chain_code,
        cast(
            case
                when parts.measure = 'rank' then 1 + parts.ahead_count
                when parts.known_count > 0
                    then {{ round_half_up('parts.age_sum / parts.known_count', 1) }}
            end as decimal(18, 6)
        ) as told_value
    from parts
),

chains as (
    select chain_codes.chain_code
    from (values ('records'), ('selection'), ('arithmetic')) as chain_codes (chain_code)
),

problems as (
    select
        running.edition_code,
        running.exhibit_code,
        running.column_code,
        running.row_code,
        running.measure,
        running.chain_code || '.' || running.step_code
        || ' is ' || cast(running.step_count as string)
        || ', the steps above it add up to ' || cast(running.summed as string) as problem
    from running
    where running.is_total and running.step_count <> running.summed
    union all
    select
        running.edition_code,
        running.exhibit_code,
        running.column_code,
        running.row_code,
        running.measure,
        running.chain_code || ' does not end in a total' as problem
    from running
    where running.place_from_end = 1 and not running.is_total
    union all
    select
        cells.edition as edition_code,
        cells.exhibit as exhibit_code,
        cells.column_code,
        cells.row_code,
        cells.measure,
        chains.chain_code || ' ends in ' || coalesce(cast(ends.told_value as string), 'nothing')
        || ', published is ' || coalesce(cast(cells.value as string), 'nothing') as problem
    from cells
    inner join chains
        on (chains.chain_code = 'arithmetic') = (cells.measure in ('mean_age', 'rank'))
    left join ends
        on
            chains.chain_code = ends.chain_code
            and cells.edition = ends.edition_code
            and cells.exhibit = ends.exhibit_code
            and cells.column_kind = ends.column_kind
            and cells.column_code = ends.column_code
            and cells.row_kind = ends.row_kind
            and cells.row_code = ends.row_code
            and cells.measure = ends.measure
    where cells.value is distinct from ends.told_value
)

select * from problems
