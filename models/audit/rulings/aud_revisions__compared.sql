with cells as (
    select * from {{ ref('published_cells') }} as published_cells
    where published_cells.column_kind = 'year'
),

-- The same year, row and measure in two editions that both publish the year.
final as (
    select
        earlier.exhibit_code,
        earlier.column_code as year_code,
        earlier.row_kind,
        earlier.row_code,
        earlier.measure,
        earlier.edition_code as earlier_edition_code,
        later.edition_code as later_edition_code,
        earlier.value as earlier_value,
        later.value as later_value,
        cast(later.value - earlier.value as decimal(18, 6)) as revision,
        (later.value is distinct from earlier.value) as is_revised,
        kinds.is_count
    from cells as earlier
    inner join cells as later
        on
            earlier.exhibit_code = later.exhibit_code
            and earlier.column_code = later.column_code
            and earlier.row_kind = later.row_kind
            and earlier.row_code = later.row_code
            and earlier.measure = later.measure
            and earlier.edition_code < later.edition_code
    inner join {{ ref('ref_exhibit_rows') }} as kinds
        on
            earlier.exhibit_code = kinds.exhibit_code
            and earlier.row_kind = kinds.row_kind
            and earlier.measure = kinds.measure
)

select * from final
