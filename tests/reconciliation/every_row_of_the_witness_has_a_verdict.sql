{#- Every row of the return has exactly one verdict, with what the verdict needs: a number where it
    is compared, a reason where it is not, the basis with its number, or the arithmetic. -#}
with witness as (
    select * from {{ ref('aud_witness') }}
),

problems as (
    select
        returned.witness_row_id,
        'has ' || cast(count(witness.witness_row_id) as string) || ' verdicts' as problem
    from {{ ref('witness_return') }} as returned
    left join witness
        on returned.witness_row_id = witness.witness_row_id
    group by returned.witness_row_id
    having count(witness.witness_row_id) <> 1
    union all
    select
        witness.witness_row_id,
        'its verdict lacks its number, reason, basis or arithmetic, or has one too many' as problem
    from witness
    where
        (witness.verdict = 'not_comparable') <> (witness.victim_count is null)
        or (witness.verdict = 'not_comparable') <> (witness.reason_code is not null)
        or (witness.verdict = 'differs_by_basis') <> (witness.basis_code is not null)
        or (
            witness.verdict = 'differs_by_basis'
            and witness.basis_count not between witness.lowest_value and witness.highest_value
        )
        or (witness.verdict = 'contradicts_itself' and witness.arithmetic is null)
        or (
            witness.verdict = 'agrees'
            and witness.victim_count not between witness.lowest_value and witness.highest_value
        )
)

select * from problems
