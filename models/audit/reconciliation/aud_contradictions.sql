with contradictions as (
    select * from {{ ref('ledger_contradictions') }}
),

contradiction_claims as (
    select * from {{ ref('ledger_contradiction_claims') }}
),

verdicts as (
    select * from {{ ref('aud_reconciliation__verdicts') }}
),

findings as (
    select * from {{ ref('witness_contradictions') }}
),

claim_counts as (
    select
        contradiction_claims.contradiction_id,
        {{ joined_text('contradiction_claims.claim_id', ' ', 'contradiction_claims.claim_id asc') }}
            as claim_ids,
        {{ joined_text(
            'contradiction_claims.claim_id', ' ', 'contradiction_claims.claim_id asc',
            "verdicts.verdict = 'contradicted_by_source'
            and verdicts.contradiction_id = contradiction_claims.contradiction_id"
        ) }} as contradicted_claim_ids,
        count(*) filter (
            where verdicts.verdict = 'contradicted_by_source'
            and verdicts.contradiction_id = contradiction_claims.contradiction_id
        ) as contradicted_count,
        count(*) filter (where verdicts.verdict = 'reproduced') as reproduced_count,
        count(*) as claim_count
    from contradiction_claims
    inner join verdicts
        on contradiction_claims.claim_id = verdicts.claim_id
    group by contradiction_claims.contradiction_id
),

final as (
    select
        contradictions.contradiction_id,
        contradictions.kind_code,
        contradictions.severity_code,
        contradictions.statement,
        contradictions.arithmetic,
        contradictions.ruling,
        findings.finding as witness_finding,
        cast(claim_counts.claim_count as integer) as claim_count,
        cast(claim_counts.reproduced_count as integer) as reproduced_count,
        cast(claim_counts.contradicted_count as integer) as contradicted_count,
        claim_counts.contradicted_claim_ids,
        claim_counts.claim_ids
    from contradictions
    inner join claim_counts
        on contradictions.contradiction_id = claim_counts.contradiction_id
    left join findings
        on contradictions.contradiction_id = findings.contradiction_id
)

select * from final
