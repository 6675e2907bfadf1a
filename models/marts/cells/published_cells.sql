with grid as (
    select * from {{ ref('cell_grid') }}
),

cell_values as (
    select
        sums.edition_code,
        sums.exhibit_code,
        sums.column_kind,
        sums.column_code,
        sums.row_kind,
        sums.row_code,
        sums.measure,
        sums.cell_value
    from {{ ref('cell_sums') }} as sums
    union all
    select
        visibility.edition_code,
        visibility.exhibit_code,
        visibility.column_kind,
        visibility.column_code,
        visibility.row_kind,
        visibility.row_code,
        visibility.measure,
        visibility.cell_value
    from {{ ref('cell_imputed_visibility') }} as visibility
    union all
    select
        mean_ages.edition_code,
        mean_ages.exhibit_code,
        mean_ages.column_kind,
        mean_ages.column_code,
        mean_ages.row_kind,
        mean_ages.row_code,
        mean_ages.measure,
        mean_ages.cell_value
    from {{ ref('cell_mean_ages') }} as mean_ages
    union all
    select
        ranks.edition_code,
        'tab_2_1' as exhibit_code,
        ranks.column_kind,
        ranks.column_code,
        'nationality' as row_kind,
        ranks.row_code,
        'rank' as measure,
        cast(ranks.competition_rank as decimal(18, 6)) as cell_value
    from {{ ref('cell_nationality_ranks') }} as ranks
),

-- A count that no victim has is zero; a mean or a rank that nobody has stays empty.
valued as (
    select
        grid.*,
        case
            when grid.measure in ('mean_age', 'rank') then cell_values.cell_value
            else coalesce(cell_values.cell_value, 0)
        end as cell_value
    from grid
    left join cell_values
        on
            grid.edition_code = cell_values.edition_code
            and grid.exhibit_code = cell_values.exhibit_code
            and grid.column_kind = cell_values.column_kind
            and grid.column_code = cell_values.column_code
            and grid.row_kind = cell_values.row_kind
            and grid.row_code = cell_values.row_code
            and grid.measure = cell_values.measure
),

based as (
    select
        valued.*,
        base_cells.cell_value as base_value
    from valued
    left join valued as base_cells
        on
            valued.edition_code = base_cells.edition_code
            and valued.exhibit_code = base_cells.exhibit_code
            and valued.column_kind = base_cells.column_kind
            and valued.column_code = base_cells.column_code
            and valued.base_row_kind = base_cells.row_kind
            and valued.base_row_code = base_cells.row_code
            and base_cells.measure not in ('mean_age', 'rank')
),

final as (
    select
        based.edition_code as edition,
        based.exhibit_code as exhibit,
        based.column_kind,
        based.column_code,
        based.row_kind,
        based.row_code,
        based.measure,
        cast(based.cell_value as decimal(18, 6)) as value,
        cast(based.base_value as decimal(18, 6)) as base,
        {{ printed_pct('based.cell_value', 'based.base_value') }} as pct
    from based
)

select * from final
order by
    final.edition,
    final.exhibit,
    final.column_kind,
    final.column_code,
    final.row_kind,
    final.row_code,
    final.measure
