with sums as (
    select * from {{ ref('cell_sums') }} as cell_sums
    where
        cell_sums.exhibit_code = 'tab_2_1'
        and cell_sums.row_kind = 'nationality'
),

countries as (
    select * from {{ ref('ref_countries') }}
),

-- R-28: competition ranking; zero and unknown never rank (zero has no row here).
ranked as (
    select
        sums.edition_code,
        sums.column_kind,
        sums.column_code,
        sums.row_code,
        rank() over (
            partition by sums.edition_code, sums.column_kind, sums.column_code
            order by sums.cell_value desc
        ) as competition_rank
    from sums
    inner join countries
        on sums.row_code = countries.country_code
    where countries.nationality_class_code <> 'UNKNOWN' and sums.cell_value > 0
),

final as (
    select
        ranked.edition_code,
        ranked.column_kind,
        ranked.column_code,
        ranked.row_code,
        cast(ranked.competition_rank as integer) as competition_rank,
        ranked.competition_rank <= {{ parameter('top_rank', 'integer') }} as is_in_top
    from ranked
)

select * from final
