with cells as (
    select * from {{ ref('published_cells') }}
),

claims as (
    select * from {{ ref('ledger_claims') }}
),

claim_cells as (
    select * from {{ ref('ledger_claim_cells') }}
),

-- A mean is printed without decimals.
compared as (
    select
        cells.edition_code,
        cells.exhibit_code,
        cells.column_kind,
        cells.column_code,
        cells.row_kind,
        cells.row_code,
        cells.measure,
        claims.claim_id,
        claims.edition_code as printed_for_edition_code,
        claims.printed_value,
        claim_cells.printed_part,
        coalesce(
            case
                when claim_cells.printed_part = 'share' then claims.printed_value = cells.pct
                else claims.printed_value in (cells.value, {{ round_half_up('cells.value') }})
            end,
            false
        ) as is_same
    from cells
    inner join claim_cells
        on
            cells.exhibit_code = claim_cells.exhibit_code
            and cells.column_kind = claim_cells.column_kind
            and cells.column_code = claim_cells.column_code
            and cells.row_kind = claim_cells.row_kind
            and cells.row_code = claim_cells.row_code
            and cells.measure = claim_cells.measure
    inner join claims
        on claim_cells.claim_id = claims.claim_id
),

-- A number of one year is also that of another edition which counts the same. An edition that
-- counts another number may have other rules (R-03); the document says nothing about it.
printed as (
    select
        compared.edition_code,
        compared.exhibit_code,
        compared.column_kind,
        compared.column_code,
        compared.row_kind,
        compared.row_code,
        compared.measure,
        {%- for part in ['value', 'share'] %}
        bool_and(compared.is_same) filter (where compared.printed_part = '{{ part }}')
            as is_{{ part }}_same,
        coalesce(
            min(compared.printed_value)
                filter (where compared.printed_part = '{{ part }}' and not compared.is_same),
            min(compared.printed_value) filter (where compared.printed_part = '{{ part }}')
        ) as printed_{{ part }},
        {%- endfor %}
        {{ joined_text('compared.claim_id', ' ', 'compared.claim_id asc') }} as claim_ids
    from compared
    where
        compared.printed_for_edition_code = compared.edition_code
        or (compared.column_kind = 'year' and compared.is_same)
    group by
        compared.edition_code,
        compared.exhibit_code,
        compared.column_kind,
        compared.column_code,
        compared.row_kind,
        compared.row_code,
        compared.measure
),

final as (
    select
        cells.edition_code,
        cells.exhibit_code,
        cells.column_kind,
        cells.column_code,
        cells.row_kind,
        cells.row_code,
        cells.measure,
        {%- for part in ['value', 'share'] %}
        case
            when printed.is_{{ part }}_same then 'printed'
            when printed.is_{{ part }}_same is null then 'not_printed'
            else 'differs'
        end as {{ part }}_in_print,
        printed.printed_{{ part }},
        {%- endfor %}
        printed.claim_ids
    from cells
    left join printed
        on
            cells.edition_code = printed.edition_code
            and cells.exhibit_code = printed.exhibit_code
            and cells.column_kind = printed.column_kind
            and cells.column_code = printed.column_code
            and cells.row_kind = printed.row_kind
            and cells.row_code = printed.row_code
            and cells.measure = printed.measure
)

select * from final
order by
    final.edition_code,
    final.exhibit_code,
    final.column_kind,
    final.column_code,
    final.row_kind,
    final.row_code,
    final.measure
