{#- Keys, lists and relationships of the ledger's seeds, in one pass. Each row of the result names
    the seed, its row and the problem. -#}
{%- set keys = {
    'ledger_claims': ['claim_id'],
    'ledger_claim_cells': [
        'claim_id', 'exhibit_code', 'column_kind', 'column_code', 'row_kind', 'row_code', 'measure',
        'printed_part',
    ],
    'ledger_contradictions': ['contradiction_id'],
    'ledger_contradiction_claims': ['contradiction_id', 'claim_id'],
    'ledger_documents': ['document_code'],
    'ledger_verdict_counts': ['verdict'],
} -%}
{%- set relationships = [
    ('ledger_claims', 'duplicate_of', 'ledger_claims', 'claim_id'),
    ('ledger_claims', 'document_code', 'ledger_documents', 'document_code'),
    ('ledger_claims', 'computed_as', 'ledger_claims', 'claim_id'),
    ('ledger_claims', 'contradiction_id', 'ledger_contradictions', 'contradiction_id'),
    ('ledger_claims', 'edition_code', 'ref_editions', 'edition_code'),
    ('ledger_claim_cells', 'claim_id', 'ledger_claims', 'claim_id'),
    ('ledger_claim_cells', 'exhibit_code', 'ref_exhibits', 'exhibit_code'),
    (
        'ledger_contradiction_claims', 'contradiction_id',
        'ledger_contradictions', 'contradiction_id',
    ),
    ('ledger_contradiction_claims', 'claim_id', 'ledger_claims', 'claim_id'),
] -%}
{%- set accepted_values = [
    ('ledger_claims', 'comparison_code', [
        'equals', 'rounds_to', 'about', 'just_below', 'just_above', 'more_than', 'less_than',
    ]),
    ('ledger_claim_cells', 'printed_part', ['value', 'share']),
    ('ledger_contradictions', 'kind_code', [
        'printed_number', 'mislabelled_number', 'row_does_not_add_up', 'other_population',
        'wording', 'label', 'outside_the_register',
    ]),
    ('ledger_contradictions', 'severity_code', ['high', 'medium', 'low', 'info']),
    ('ledger_verdict_counts', 'verdict', [
        'reproduced', 'contradicted_by_source', 'not_derivable', 'unexplained',
    ]),
] -%}

with problems as (
    {%- for seed, columns in keys.items() %}
    select
        '{{ seed }}' as seed,
        concat_ws(
            ' ', {{ columns | join(', ') }}
        ) as seed_row,
        'occurs more than once or is empty' as problem
    from {{ ref(seed) }}
    group by {{ columns | join(', ') }}
    having
        count(*) > 1
        {%- for column in columns %}
        or {{ column }} is null
        {%- endfor %}
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
    {%- for seed, column, values in accepted_values %}
    select
        '{{ seed }}' as seed,
        child.{{ column }} as seed_row,
        '{{ column }} has an unknown value' as problem
    from {{ ref(seed) }} as child
    where
        child.{{ column }} not in (
            {%- for value in values %}
            '{{ value }}'{{ ',' if not loop.last }}
            {%- endfor %}
        )
    union all
    {%- endfor %}
    select
        'ledger_claims' as seed,
        claims.claim_id as seed_row,
        'needs a computation with a comparison, or a source with a reason' as problem
    from {{ ref('ledger_claims') }} as claims
    where
        (claims.computed_as is null) = (claims.not_derivable_reason is null)
        or (claims.computed_as is null) <> (claims.comparison_code is null)
        or (claims.computed_as is null) <> (claims.reference_value is null)
        or (claims.computed_as is null) <> (claims.figure_source is not null)
        or (claims.computed_as is not null and claims.edition_code is null)
    union all
    select
        'ledger_claims' as seed,
        claims.claim_id as seed_row,
        'needs a tolerance with a reason, or none of the two' as problem
    from {{ ref('ledger_claims') }} as claims
    where
        (coalesce(claims.comparison_code, '') in ('about', 'just_below', 'just_above'))
        <> (claims.tolerance is not null)
        or (claims.tolerance is not null and claims.tolerance_reason is null)
    union all
    select
        'ledger_claims' as seed,
        claims.claim_id as seed_row,
        'prints neither a number nor a word' as problem
    from {{ ref('ledger_claims') }} as claims
    where
        claims.printed_value is null
        and claims.printed_qualifier is null
    union all
    select
        'ledger_claims' as seed,
        claims.claim_id as seed_row,
        'has a literal reading that is not named after it' as problem
    from {{ ref('ledger_claims') }} as claims
    where claims.literal_computed_as <> claims.computed_as || '-literal'
    union all
    select
        'ledger_contradiction_claims' as seed,
        concat_ws(' ', explained.contradiction_id, explained.claim_id) as seed_row,
        'the explained range has one end only, or its ends are the wrong way round' as problem
    from {{ ref('ledger_contradiction_claims') }} as explained
    where
        (explained.explained_low is null) <> (explained.explained_high is null)
        or explained.explained_low > explained.explained_high
)

select * from problems
