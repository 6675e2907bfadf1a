with counts as (
    select * from {{ ref('cell_counts') }}
),

columns as (
    select * from {{ ref('dim_exhibit_columns') }}
),

exhibit_columns as (
    select * from {{ ref('ref_exhibit_columns') }}
),

final as (
    select
        counts.edition_code,
        counts.exhibit_code,
        columns.column_kind,
        columns.column_code,
        counts.row_kind,
        counts.row_code,
        counts.measure,
        cast(sum(counts.unit_count) as decimal(18, 6)) as cell_value
    from counts
    inner join exhibit_columns
        on counts.exhibit_code = exhibit_columns.exhibit_code
    inner join columns
        on
            counts.edition_code = columns.edition_code
            and exhibit_columns.column_kind = columns.column_kind
            and counts.notification_year between columns.year_from and columns.year_to
            and (
                columns.column_kind <> 'trafficking_form'
                or counts.trafficking_form_code = columns.column_code
            )
    where
        counts.measure <> 'persons'
        or columns.column_kind = 'edition'
    group by all
)

select * from final
