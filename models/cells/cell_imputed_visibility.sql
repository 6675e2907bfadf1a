with cells as (
    select * from {{ ref('int_editions__imputation_cells') }}
),

columns as (
    select * from {{ ref('dim_exhibit_columns') }} as dim_exhibit_columns
    where dim_exhibit_columns.column_kind in ('period', 'edition')
),

per_column as (
    select
        cells.edition_code,
        columns.column_kind,
        columns.column_code,
        sum(cells.visible_count) as visible_count,
        sum(cells.less_visible_count) as less_visible_count,
        sum(cells.unknown_count) as unknown_count,
        sum(cells.imputed_count) as imputed_count,
        sum(cells.expected_visible) as expected_visible
    from cells
    inner join columns
        on
            cells.edition_code = columns.edition_code
            and (columns.column_kind = 'edition' or cells.period_code = columns.column_code)
    group by cells.edition_code, columns.column_kind, columns.column_code
),

rows as (
    select
        per_column.*,
        row_codes.row_kind,
        row_codes.row_code,
        row_codes.measure
    from per_column
    cross join (
        values
        ('visibility', 'ZICHTBAAR', 'victims_known_or_imputed'),
        ('visibility', 'MINDER_ZICHTBAAR', 'victims_known_or_imputed'),
        ('coverage', 'KNOWN', 'victims'),
        ('coverage', 'IMPUTED', 'victims'),
        ('coverage', 'KNOWN_OR_IMPUTED', 'victims'),
        ('coverage', 'NOT_IMPUTED', 'victims'),
        ('total', 'total', 'victims')
    ) as row_codes (row_kind, row_code, measure)
),

final as (
    select
        rows.edition_code,
        'fig_2_04b' as exhibit_code,
        rows.column_kind,
        rows.column_code,
        rows.row_kind,
        rows.row_code,
        rows.measure,
        cast(
            case rows.row_code
                when 'ZICHTBAAR' then rows.visible_count + rows.expected_visible
                when 'MINDER_ZICHTBAAR'
                    then rows.less_visible_count + rows.imputed_count - rows.expected_visible
                when 'KNOWN' then rows.visible_count + rows.less_visible_count
                when 'IMPUTED' then rows.imputed_count
                when 'KNOWN_OR_IMPUTED'
                    then rows.visible_count + rows.less_visible_count + rows.imputed_count
                when 'NOT_IMPUTED' then rows.unknown_count - rows.imputed_count
                else rows.visible_count + rows.less_visible_count + rows.unknown_count
            end as decimal(18, 6)
        ) as cell_value
    from rows
)

select * from final
