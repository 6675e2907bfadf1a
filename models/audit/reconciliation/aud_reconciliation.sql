with claims as (
    select * from {{ ref('ledger_claims') }}
),

documents as (
    select * from {{ ref('ledger_documents') }}
),

verdicts as (
    select * from {{ ref('aud_reconciliation__verdicts') }}
),

computed_values as (
    select * from {{ ref('aud_claims') }}
),

contradictions as (
    select * from {{ ref('ledger_contradictions') }}
),

final as (
    select
        claims.claim_id,
        claims.duplicate_of,
        claims.document_code,
        documents.title as document_title,
        documents.source_url,
        claims.locator,
        claims.line_number,
        claims.edition_code,
        claims.description,
        concat_ws(
            ' ',
            claims.printed_qualifier,
            {{ plain_number('claims.printed_value') }}
            || case when claims.printed_unit = 'percent' then ' %' else '' end
        ) as printed,
        claims.printed_value,
        claims.printed_unit,
        case
            when verdicts.verdict <> 'not_derivable'
                then {{ plain_number(round_half_up('verdicts.compared_value', 3)) }}
                    || case when claims.printed_unit = 'percent' then ' %' else '' end
        end as computed,
        verdicts.compared_value as computed_value,
        verdicts.verdict,
        verdicts.contradiction_id,
        coalesce(
            claims.not_derivable_reason,
            case verdicts.verdict
                when 'not_derivable'
                    then 'The register does not cover the edition ' || claims.edition_code
                when 'unexplained' then 'No arithmetic of the ledger explains the computed number'
                else contradictions.ruling
            end
        ) as reason,
        coalesce(computed_values.how_computed, 'Not computed.') as how_computed,
        replace(claims.comparison_code, '_', ' ')
        || ' ' || {{ plain_number('claims.reference_value') }}
        || coalesce(', at most ' || {{ plain_number('claims.tolerance') }} || ' away', '')
            as comparison_rule,
        claims.tolerance,
        claims.tolerance_reason,
        {{ plain_number(round_half_up('verdicts.literal_value', 3)) }} as computed_literally,
        claims.figure_source
    from claims
    inner join documents
        on claims.document_code = documents.document_code
    inner join verdicts
        on claims.claim_id = verdicts.claim_id
    left join computed_values
        on claims.computed_as = computed_values.claim_id
    left join contradictions
        on verdicts.contradiction_id = contradictions.contradiction_id
)

select * from final
