{#- The verdicts count as reviewed (seeds/ledger/ledger_verdict_counts.csv), every claim has one,
    and a contradiction contradicts no more claims than its arithmetic can. Only for the shipped
    register: another delivery holds other victims than the printed ones. -#}
{{ config(enabled=(not register_path())) }}

with reconciliation as (
    select * from {{ ref('aud_reconciliation') }}
),

counted as (
    select
        reconciliation.verdict,
        count(*) as claim_count
    from reconciliation
    group by reconciliation.verdict
),

problems as (
    select
        reviewed.verdict as subject,
        'reviewed: ' || cast(reviewed.claim_count as string)
        || ', now: ' || cast(coalesce(counted.claim_count, 0) as string) as problem
    from {{ ref('ledger_verdict_counts') }} as reviewed
    left join counted
        on reviewed.verdict = counted.verdict
    where reviewed.claim_count <> coalesce(counted.claim_count, 0)
    union all
    select
        claims.claim_id as subject,
        'the claim has '
        || cast(count(reconciliation.claim_id) as string) || ' verdicts' as problem
    from {{ ref('ledger_claims') }} as claims
    left join reconciliation
        on claims.claim_id = reconciliation.claim_id
    group by claims.claim_id
    having count(reconciliation.claim_id) <> 1
    union all
    select
        reconciliation.claim_id as subject,
        'contradicted without an explained number in '
        || coalesce(reconciliation.contradiction_id, 'any contradiction') as problem
    from reconciliation
    where
        reconciliation.verdict = 'contradicted_by_source'
        and not exists (
            select 1
            from {{ ref('ledger_contradiction_claims') }} as explained
            where
                reconciliation.claim_id = explained.claim_id
                and reconciliation.contradiction_id = explained.contradiction_id
                and reconciliation.computed_value between explained.explained_low
                and explained.explained_high
        )
    union all
    select
        audited.contradiction_id as subject,
        'contradicts ' || cast(audited.contradicted_count as string) || ' claims, at most '
        || cast(contradictions.most_contradicted as string) as problem
    from {{ ref('aud_contradictions') }} as audited
    inner join {{ ref('ledger_contradictions') }} as contradictions
        on audited.contradiction_id = contradictions.contradiction_id
    where audited.contradicted_count > contradictions.most_contradicted
)

select * from problems
