{#- What a cell says of print is what the verdict says of the claim that prints it: all cells of a
    reproduced claim hold the printed number, and those of another claim do not. A register of other
    years, or with other nationalities, may lack some of the cells. -#}
with marked as (
    select
        claim_cells.claim_id,
        bool_and(
            case claim_cells.printed_part
                when 'value' then cells.value_in_print
                else cells.share_in_print
            end = 'printed'
        ) as are_all_printed
    from {{ ref('ledger_claim_cells') }} as claim_cells
    inner join {{ ref('ledger_claims') }} as claims
        on claim_cells.claim_id = claims.claim_id
    inner join {{ ref('published_cells_in_print') }} as cells
        on
            claims.edition_code = cells.edition_code
            and claim_cells.exhibit_code = cells.exhibit_code
            and claim_cells.column_kind = cells.column_kind
            and claim_cells.column_code = cells.column_code
            and claim_cells.row_kind = cells.row_kind
            and claim_cells.row_code = cells.row_code
            and claim_cells.measure = cells.measure
    group by claim_cells.claim_id
),

problems as (
    select
        marked.claim_id,
        marked.are_all_printed,
        verdicts.verdict
    from marked
    inner join {{ ref('aud_reconciliation__verdicts') }} as verdicts
        on marked.claim_id = verdicts.claim_id
    where
        verdicts.verdict <> 'not_derivable'
        and marked.are_all_printed <> (verdicts.verdict = 'reproduced')
)

select * from problems
