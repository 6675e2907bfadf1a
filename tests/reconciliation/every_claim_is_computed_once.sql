{#- Every claim that a register can give is computed by one line of models/audit/claims, its literal
    reading too where it has one, and no line computes anything else. -#}
with computed as (
    select
        claims.claim_id,
        count(*) as line_count
    from {{ ref('aud_claims') }} as claims
    group by claims.claim_id
),

asked as (
    select claims.computed_as as claim_id
    from {{ ref('ledger_claims') }} as claims
    where claims.computed_as is not null
    union
    select claims.literal_computed_as as claim_id
    from {{ ref('ledger_claims') }} as claims
    where claims.literal_computed_as is not null
),

problems as (
    select
        coalesce(asked.claim_id, computed.claim_id) as claim_id,
        case
            when computed.claim_id is null then 'no line computes it'
            when asked.claim_id is null then 'the ledger asks for no such number'
            else 'more than one line computes it'
        end as problem
    from asked
    full outer join computed
        on asked.claim_id = computed.claim_id
    where
        asked.claim_id is null
        or computed.claim_id is null
        or computed.line_count > 1
)

select * from problems
