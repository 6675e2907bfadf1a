{#- The grid is complete: every exhibit has every row of its code lists in every column, with a
    value; percentages are those of R-31, worked out here from whole numbers alone; counts are whole
    and not negative. -#}
with cells as (
    select * from {{ ref('published_cells') }}
),

columns as (
    select * from {{ ref('dim_exhibit_columns') }}
),

editions as (
    select * from {{ ref('dim_editions') }}
),

exhibit_columns as (
    select * from {{ ref('ref_exhibit_columns') }}
),

exhibit_rows as (
    select * from {{ ref('ref_exhibit_rows') }}
),

row_codes as (
    select * from {{ ref('dim_codes') }}
),

-- What must be there, whoever is in the register. Nationalities, persons, the manner of criminal
-- exploitation and street prostitution have rules of their own (R-28, R-04, R-03), checked below or
-- elsewhere.
expected as (
    select
        columns.edition_code,
        exhibit_rows.exhibit_code,
        columns.column_kind,
        columns.column_code,
        exhibit_rows.row_kind,
        row_codes.code as row_code,
        exhibit_rows.measure
    from exhibit_rows
    inner join exhibit_columns
        on exhibit_rows.exhibit_code = exhibit_columns.exhibit_code
    inner join columns
        on exhibit_columns.column_kind = columns.column_kind
    inner join row_codes
        on exhibit_rows.list_code = row_codes.list_code
    where
        exhibit_rows.row_kind not in ('nationality', 'persons')
        and not (
            exhibit_rows.exhibit_code = 'fig_2_06'
            and columns.column_kind = 'year'
            and columns.year_from < 2016
        )
        and not (row_codes.code = 'STRAAT' and columns.edition_code < '2015-2019')
),

rules_of_their_own as (
    select * from cells
    where
        cells.row_kind in ('nationality', 'persons')
),

problems as (
    select
        expected.edition_code as edition,
        expected.exhibit_code as exhibit,
        expected.column_code,
        expected.row_kind,
        expected.row_code,
        'the cell is missing' as problem
    from expected
    where not exists (
        select 1
        from cells
        where
            cells.edition = expected.edition_code
            and cells.exhibit = expected.exhibit_code
            and cells.column_kind = expected.column_kind
            and cells.column_code = expected.column_code
            and cells.row_kind = expected.row_kind
            and cells.row_code = expected.row_code
            and cells.measure = expected.measure
    )
    union all
    select
        cells.edition,
        cells.exhibit,
        cells.column_code,
        cells.row_kind,
        cells.row_code,
        'the cell is not in the grid' as problem
    from cells
    where
        cells.row_kind not in ('nationality', 'persons')
        and not exists (
            select 1
            from expected
            where
                cells.edition = expected.edition_code
                and cells.exhibit = expected.exhibit_code
                and cells.column_kind = expected.column_kind
                and cells.column_code = expected.column_code
                and cells.row_kind = expected.row_kind
                and cells.row_code = expected.row_code
                and cells.measure = expected.measure
        )
    union all
    -- a nationality that is shown is shown in every column, with a count and a rank; persons in one
    -- column
    select
        rows_shown.edition,
        rows_shown.exhibit,
        null as column_code,
        rows_shown.row_kind,
        rows_shown.row_code,
        'the row has ' || rows_shown.cell_count || ' cells' as problem
    from (
        select
            rules_of_their_own.edition,
            rules_of_their_own.exhibit,
            rules_of_their_own.row_kind,
            rules_of_their_own.row_code,
            count(*) as cell_count
        from rules_of_their_own
        group by
            rules_of_their_own.edition,
            rules_of_their_own.exhibit,
            rules_of_their_own.row_kind,
            rules_of_their_own.row_code
    ) as rows_shown
    where
        rows_shown.cell_count <> case
            when rows_shown.row_kind = 'persons' then 1
            else (
                select 2 * count(*)
                from columns
                where columns.edition_code = rows_shown.edition and columns.column_kind <> 'period'
            )
        end
    union all
    select
        cells.edition,
        cells.exhibit,
        cells.column_code,
        cells.row_kind,
        cells.row_code,
        'a value is missing, negative or not whole' as problem
    from cells
    where
        cells.value < 0
        or (cells.value is null and cells.measure not in ('rank', 'mean_age'))
        or (
            cells.measure not in ('mean_age', 'victims_known_or_imputed')
            and cells.value <> cast(cells.value as bigint)
        )
    union all
    -- in decimals without a division, so that nothing is rounded before it is compared
    select
        cells.edition,
        cells.exhibit,
        cells.column_code,
        cells.row_kind,
        cells.row_code,
        'the percentage is ' || coalesce(cast(cells.pct as string), 'empty')
        || ' for ' || cells.value
        || ' of ' || coalesce(cast(cells.base as string), 'nothing') as problem
    from cells
    where
        (coalesce(cells.base, 0) = 0 and cells.pct is not null)
        or (coalesce(cells.base, 0) > 0 and cells.pct is null)
        -- half up: base x (2 pct - 1) <= 200 value < base x (2 pct + 1)
        or (cells.base > 0 and not cells.base * (2 * cells.pct - 1) <= 200 * cells.value)
        or (cells.base > 0 and not 200 * cells.value < cells.base * (2 * cells.pct + 1))
        or cells.value > cells.base
    union all
    select
        editions.edition_code,
        null as exhibit,
        null as column_code,
        null as row_kind,
        null as row_code,
        'the edition has ' || count(distinct cells.exhibit) || ' exhibits and '
        || count(cells.pct) || ' percentages' as problem
    from editions
    left join cells
        on editions.edition_code = cells.edition
    group by editions.edition_code
    having count(distinct cells.exhibit) <> 15
    union all
    select
        null as edition,
        null as exhibit,
        null as column_code,
        null as row_kind,
        null as row_code,
        'no edition is published' as problem
    where not exists (select 1 from editions)
)

select * from problems
