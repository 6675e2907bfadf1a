{#- Keys and relationships of the seeds of the witness, in one pass. Each row of the result names
    the seed, its row and the problem. -#}
{%- set keys = {
    'witness_return': ['witness_row_id'],
    'witness_categories': ['attribute', 'category', 'code'],
    'witness_reasons': ['reason_code'],
    'witness_numbers_before_fitting': ['witness_row_id'],
    'witness_claims': ['claim_id'],
    'witness_contradictions': ['contradiction_id'],
} -%}
{%- set relationships = [
    ('witness_categories', 'reason_code', 'witness_reasons', 'reason_code'),
    ('witness_numbers_before_fitting', 'witness_row_id', 'witness_return', 'witness_row_id'),
    ('witness_claims', 'witness_row_id', 'witness_return', 'witness_row_id'),
    ('witness_claims', 'claim_id', 'ledger_claims', 'claim_id'),
    ('witness_contradictions', 'contradiction_id', 'ledger_contradictions', 'contradiction_id'),
] -%}

with touched as (
    select distinct explained.contradiction_id
    from {{ ref('ledger_contradiction_claims') }} as explained
    inner join {{ ref('ledger_claims') }} as claims
        on explained.claim_id = claims.claim_id
    inner join {{ ref('witness_claims') }} as witness_claims
        on coalesce(claims.duplicate_of, claims.claim_id) = witness_claims.claim_id
),

problems as (
    {%- for seed, columns in keys.items() %}
    select
        '{{ seed }}' as seed,
        concat_ws(' ', {{ columns | join(', ') }}) as seed_row,
        'occurs more than once' as problem
    from {{ ref(seed) }}
    group by {{ columns | join(', ') }}
    having count(*) > 1
    union all
    {%- endfor %}
    {%- for seed, column, parent, parent_column in relationships %}
    select
        '{{ seed }}' as seed,
        child.{{ column }} as seed_row,
        '{{ column }} is not in {{ parent }}' as problem
    from {{ ref(seed) }} as child
    where
        child.{{ column }} is not null
        and child.{{ column }} not in (
            select parent.{{ parent_column }} from {{ ref(parent) }} as parent
        )
    union all
    {%- endfor %}
    select
        'witness_return' as seed,
        returned.witness_row_id as seed_row,
        'its sex, its age or its category has no row in witness_categories' as problem
    from {{ ref('witness_return') }} as returned
    where
        not exists (
            select 1
            from {{ ref('witness_categories') }} as sexes
            where sexes.attribute = 'sex' and sexes.category = returned.sex
        )
        or not exists (
            select 1
            from {{ ref('witness_categories') }} as ages
            where ages.attribute = 'age' and ages.category = returned.age
        )
        or (
            returned.dimension <> 'Total'
            and not exists (
                select 1
                from {{ ref('witness_categories') }} as categories
                where
                    categories.attribute = returned.dimension
                    and coalesce(categories.category, returned.category) = returned.category
            )
        )
    union all
    select
        'witness_categories' as seed,
        categories.category as seed_row,
        'stands for a nationality that is in no list of countries' as problem
    from {{ ref('witness_categories') }} as categories
    where
        categories.attribute = 'by citizenship'
        and categories.reason_code is null
        and categories.code not in (
            select countries.nationality_code from {{ ref('ref_countries') }} as countries
        )
    union all
    select
        'witness_contradictions' as seed,
        coalesce(touched.contradiction_id, findings.contradiction_id) as seed_row,
        case
            when touched.contradiction_id is null
                then 'the return has none of the claims of this contradiction'
            else 'the return has a claim of this contradiction, and no finding says what follows'
        end as problem
    from touched
    full outer join {{ ref('witness_contradictions') }} as findings
        on touched.contradiction_id = findings.contradiction_id
    where touched.contradiction_id is null or findings.contradiction_id is null
)

select * from problems
