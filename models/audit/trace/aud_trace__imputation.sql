with cells as (
    select * from {{ ref('int_editions__imputation_cells') }}
),

columns as (
    select * from {{ ref('dim_exhibit_columns') }} as dim_exhibit_columns
    where dim_exhibit_columns.column_kind in ('period', 'edition')
),

-- R-17: what the cells of the imputation hand on, per column of Figuur 2.4b.
final as (
    select
        columns.edition_code,
        columns.column_kind,
        columns.column_code,
        cast(count(*) as integer) as cell_count,
        cast(count(*) filter (where cells.is_imputed) as integer) as used_cell_count,
        cast(sum(cells.visible_count) as integer) as visible_count,
        cast(sum(cells.less_visible_count) as integer) as less_visible_count,
        cast(sum(cells.unknown_count) as integer) as unknown_count,
        cast(sum(cells.imputed_count) as integer) as imputed_count,
        cast(sum(cells.expected_visible) as decimal(18, 6)) as expected_visible
    from columns
    inner join cells
        on
            columns.edition_code = cells.edition_code
            and (columns.column_kind = 'edition' or columns.column_code = cells.period_code)
    group by columns.edition_code, columns.column_kind, columns.column_code
)

select * from final
