{#- Exclusive rows add up to their base in every column; years, periods and forms add up to the
    edition. R-04, R-05, R-11 to R-19. Expected numbers (R-17) are rounded once in every column, so
    that those of the periods may differ from the whole by one in the last of their six decimals. -#}

with cells as (
    select * from {{ ref('published_cells') }} as published_cells
    where published_cells.measure not in ('rank', 'mean_age')
),

editions as (
    select * from {{ ref('dim_editions') }}
),

-- Kinds of row that put every unit of their base in exactly one row.
row_sums as (
    select
        cells.edition_code,
        cells.exhibit_code,
        cells.column_kind,
        cells.column_code,
        cells.row_kind,
        sum(cells.value) as summed,
        max(cells.base) as total,
        min(cells.base) as lowest_base
    from cells
    where
        cells.row_kind in (
            'emm_knowledge', 'form_combination', 'prostitution_sector', 'sector_knowledge',
            'visibility', 'labour_sector', 'criminal_manner', 'trafficking_form', 'gender',
            'origin_region', 'age_band', 'reporter_group', 'legal_basis', 'police_unit'
        )
    group by
        cells.edition_code,
        cells.exhibit_code,
        cells.column_kind,
        cells.column_code,
        cells.row_kind
),

coverage_sums as (
    select
        cells.edition_code,
        cells.exhibit_code,
        cells.column_kind,
        cells.column_code,
        sum(cells.value) filter (where cells.row_code in ('KNOWN', 'IMPUTED')) as covered,
        sum(cells.value) filter (where cells.row_code = 'KNOWN_OR_IMPUTED') as coverage,
        sum(cells.value)
            filter (where cells.row_code in ('KNOWN_OR_IMPUTED', 'NOT_IMPUTED')) as everyone,
        max(cells.base) as total
    from cells
    where cells.row_kind = 'coverage'
    group by cells.edition_code, cells.exhibit_code, cells.column_kind, cells.column_code
),

origin_sums as (
    select
        cells.edition_code,
        cells.exhibit_code,
        cells.column_kind,
        cells.column_code,
        split_part(cells.row_code, ':', 1) as trafficking_form_code,
        sum(cells.value) filter (where cells.row_kind = 'form_by_origin') as summed,
        sum(cells.value) filter (where cells.row_kind = 'trafficking_form') as total
    from cells
    where
        cells.exhibit_code = 'fig_2_13'
        and cells.row_kind in ('form_by_origin', 'trafficking_form')
    group by
        cells.edition_code,
        cells.exhibit_code,
        cells.column_kind,
        cells.column_code,
        split_part(cells.row_code, ':', 1)
    having count(*) filter (where cells.row_kind = 'form_by_origin') > 0
),

nationality_sums as (
    select
        cells.edition_code,
        cells.exhibit_code,
        cells.column_kind,
        cells.column_code,
        sum(cells.value) filter (where cells.row_kind = 'nationality') as summed,
        sum(cells.value) filter (where cells.row_kind = 'total') as total
    from cells
    where cells.exhibit_code = 'tab_2_1'
    group by cells.edition_code, cells.exhibit_code, cells.column_kind, cells.column_code
),

column_sums as (
    select
        parts.edition_code,
        parts.exhibit_code,
        parts.column_kind,
        parts.row_kind,
        parts.row_code,
        sum(parts.value) as summed,
        max(wholes.value) as total,
        case when parts.measure = 'victims_known_or_imputed' then 0.000001 else 0 end as allowed
    from cells as parts
    left join cells as wholes
        on
            parts.edition_code = wholes.edition_code
            and parts.exhibit_code = wholes.exhibit_code
            and parts.row_kind = wholes.row_kind
            and parts.row_code = wholes.row_code
            and parts.measure = wholes.measure
            and wholes.column_kind = 'edition'
    where parts.column_kind in ('year', 'period', 'trafficking_form')
    group by
        parts.edition_code,
        parts.exhibit_code,
        parts.column_kind,
        parts.row_kind,
        parts.row_code,
        parts.measure
),

-- How many sorts of sums every edition has: fourteen kinds of row, three kinds of column.
sorts as (
    select
        editions.edition_code,
        count(distinct row_sums.row_kind) as row_kinds,
        count(distinct column_sums.column_kind) as column_kinds,
        count(coverage_sums.edition_code) as coverages,
        count(origin_sums.edition_code) as origins,
        count(nationality_sums.edition_code) as nationalities
    from editions
    left join (
        select
            row_sums.edition_code,
            row_sums.row_kind
        from row_sums
        group by row_sums.edition_code, row_sums.row_kind
    ) as row_sums
        on editions.edition_code = row_sums.edition_code
    left join (
        select
            column_sums.edition_code,
            column_sums.column_kind
        from column_sums
        group by column_sums.edition_code, column_sums.column_kind
    ) as column_sums
        on editions.edition_code = column_sums.edition_code
    left join coverage_sums
        on editions.edition_code = coverage_sums.edition_code
    left join origin_sums
        on editions.edition_code = origin_sums.edition_code
    left join nationality_sums
        on editions.edition_code = nationality_sums.edition_code
    group by editions.edition_code
),

problems as (
    select
        row_sums.edition_code,
        row_sums.exhibit_code,
        row_sums.column_kind || ' ' || row_sums.column_code as column_name,
        row_sums.row_kind,
        'the rows do not add up to their base' as problem,
        row_sums.summed,
        row_sums.total
    from row_sums
    where
        row_sums.summed <> row_sums.total
        or row_sums.total is null
        or row_sums.lowest_base <> row_sums.total
    union all
    select
        coverage_sums.edition_code,
        coverage_sums.exhibit_code,
        coverage_sums.column_kind || ' ' || coverage_sums.column_code as column_name,
        'coverage' as row_kind,
        'known, imputed and not imputed do not make everyone' as problem,
        coverage_sums.everyone,
        coverage_sums.total
    from coverage_sums
    where
        coverage_sums.everyone is distinct from coverage_sums.total
        or coverage_sums.covered is distinct from coverage_sums.coverage
    union all
    select
        origin_sums.edition_code,
        origin_sums.exhibit_code,
        origin_sums.column_kind || ' ' || origin_sums.column_code as column_name,
        'form_by_origin' as row_kind,
        'African and other origin do not make the form '
        || origin_sums.trafficking_form_code as problem,
        origin_sums.summed,
        origin_sums.total
    from origin_sums
    where origin_sums.summed is distinct from origin_sums.total
    union all
    select
        nationality_sums.edition_code,
        nationality_sums.exhibit_code,
        nationality_sums.column_kind || ' ' || nationality_sums.column_code as column_name,
        'nationality' as row_kind,
        'the nationalities shown are more than everyone' as problem,
        nationality_sums.summed,
        nationality_sums.total
    from nationality_sums
    where nationality_sums.summed > nationality_sums.total or nationality_sums.total is null
    union all
    select
        column_sums.edition_code,
        column_sums.exhibit_code,
        column_sums.column_kind,
        column_sums.row_kind || ' ' || column_sums.row_code as row_kind,
        'the columns of this kind do not add up to the edition' as problem,
        column_sums.summed,
        column_sums.total
    from column_sums
    where
        column_sums.total is null
        or abs(column_sums.summed - column_sums.total) > column_sums.allowed
    union all
    -- every edition has something to add up, of each sort
    select
        sorts.edition_code,
        null as exhibit_code,
        null as column_name,
        null as row_kind,
        'something is not there to add up' as problem,
        null as summed,
        null as total
    from sorts
    where
        sorts.row_kinds <> 14
        or sorts.column_kinds <> 3
        or 0 in (sorts.coverages, sorts.origins, sorts.nationalities)
    union all
    select
        null as edition_code,
        null as exhibit_code,
        null as column_name,
        null as row_kind,
        'no edition is published' as problem,
        null as summed,
        null as total
    where not exists (select 1 from editions)
)

select * from problems
