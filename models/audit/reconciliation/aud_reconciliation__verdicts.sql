with claims as (
    select * from {{ ref('ledger_claims') }}
),

-- An edition whose first years are not in the register cannot be compared with the printed one.
editions as (
    select * from {{ ref('dim_editions') }} as dim_editions
    where dim_editions.is_complete
),

computed_values as (
    select * from {{ ref('aud_claims') }}
),

contradiction_claims as (
    select * from {{ ref('ledger_contradiction_claims') }}
),

-- A number that is printed as rounded is compared after rounding.
computed as (
    select
        claims.*,
        computed_values.computed_value,
        literal_values.computed_value as literal_value,
        case
            when claims.comparison_code = 'rounds_to'
                then cast({{ round_half_up('computed_values.computed_value') }} as decimal(18, 6))
            else computed_values.computed_value
        end as compared_value,
        editions.edition_code is not null as is_edition_covered
    from claims
    left join computed_values
        on claims.computed_as = computed_values.claim_id
    left join computed_values as literal_values
        on claims.literal_computed_as = literal_values.claim_id
    left join editions
        on claims.edition_code = editions.edition_code
),

compared as (
    select
        computed.*,
        case computed.comparison_code
            when 'equals' then computed.compared_value = computed.reference_value
            when 'rounds_to' then computed.compared_value = computed.reference_value
            when 'about'
                then abs(computed.compared_value - computed.reference_value) <= computed.tolerance
            when 'just_below'
                then computed.compared_value < computed.reference_value
                    and computed.compared_value >= computed.reference_value - computed.tolerance
            when 'just_above'
                then computed.compared_value > computed.reference_value
                    and computed.compared_value <= computed.reference_value + computed.tolerance
            when 'more_than' then computed.compared_value > computed.reference_value
            when 'less_than' then computed.compared_value < computed.reference_value
        end as agrees
    from computed
),

-- A contradiction is proven when its arithmetic gives exactly the computed number.
proven as (
    select
        compared.*,
        contradiction_claims.contradiction_id as proven_contradiction_id
    from compared
    left join contradiction_claims
        on
            compared.claim_id = contradiction_claims.claim_id
            and compared.compared_value between contradiction_claims.explained_low
            and contradiction_claims.explained_high
),

final as (
    select
        proven.claim_id,
        case
            when proven.not_derivable_reason is not null then 'not_derivable'
            when not proven.is_edition_covered then 'not_derivable'
            when proven.agrees then 'reproduced'
            when proven.proven_contradiction_id is not null then 'contradicted_by_source'
            else 'unexplained'
        end as verdict,
        case
            when proven.agrees then proven.contradiction_id
            else coalesce(proven.proven_contradiction_id, proven.contradiction_id)
        end as contradiction_id,
        proven.compared_value,
        proven.literal_value
    from proven
)

select * from final
