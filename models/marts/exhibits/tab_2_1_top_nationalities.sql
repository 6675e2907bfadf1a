with cells as (
    select * from {{ ref('published_cells') }} as published_cells
    where
        published_cells.exhibit = 'tab_2_1'
        and published_cells.row_kind = 'nationality'
),

columns as (
    select * from {{ ref('dim_exhibit_columns') }}
),

countries as (
    select * from {{ ref('ref_countries') }}
),

counts as (
    select * from cells
    where cells.measure = 'victims'
),

ranks as (
    select * from cells
    where cells.measure = 'rank'
),

-- R-28: rows in the order of the whole period, with that rank also beyond the top.
row_orders as (
    select
        counts.edition,
        counts.row_code,
        row_number() over (
            partition by counts.edition
            order by counts.value desc, counts.row_code asc
        ) as row_order
    from counts
    where counts.column_kind = 'edition'
),

final as (
    select
        counts.edition as edition_code,
        'Tabel 2.1' as exhibit_number,
        counts.column_kind,
        counts.column_code,
        columns.label_nl as column_label_nl,
        columns.label_en as column_label_en,
        cast(columns.sort_order as integer) as column_order,
        counts.row_code as nationality_code,
        countries.label_nl as nationality_label_nl,
        countries.label_en as nationality_label_en,
        cast(row_orders.row_order as integer) as row_order,
        counts.value as victim_count,
        counts.base,
        counts.pct,
        cast(ranks.value as integer) as nationality_rank,
        coalesce(ranks.value <= {{ parameter('top_rank', 'integer') }}, false) as is_in_top_five
    from counts
    inner join ranks
        on
            counts.edition = ranks.edition
            and counts.column_kind = ranks.column_kind
            and counts.column_code = ranks.column_code
            and counts.row_code = ranks.row_code
    inner join columns
        on
            counts.edition = columns.edition_code
            and counts.column_kind = columns.column_kind
            and counts.column_code = columns.column_code
    inner join countries
        on counts.row_code = countries.country_code
    inner join row_orders
        on
            counts.edition = row_orders.edition
            and counts.row_code = row_orders.row_code
)

select * from final
order by
    final.edition_code,
    final.row_order,
    final.column_order
