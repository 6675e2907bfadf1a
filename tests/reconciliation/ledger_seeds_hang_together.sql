{#- Keys, lists and relationships of the ledger's seeds, in one pass. Each row of the result names
    the seed, its row and the problem. -#}
{%- set keys = {
    'ledger_claims': ['claim_id'],
    'ledger_recipes': ['recipe_code'],
    'ledger_methods': ['method_code'],
    'ledger_recipe_sides': ['recipe_code', 'side_code'],
    'ledger_recipe_filters': ['recipe_code', 'side_code', 'dimension_code', 'code'],
    'ledger_dimensions': ['dimension_code'],
    'ledger_dimension_codes': ['dimension_code', 'code'],
    'ledger_contradictions': ['contradiction_id'],
    'ledger_contradiction_claims': ['contradiction_id', 'claim_id'],
    'ledger_documents': ['document_code'],
    'ledger_verdict_counts': ['verdict'],
} -%}
{%- set relationships = [
    ('ledger_claims', 'duplicate_of', 'ledger_claims', 'claim_id'),
    ('ledger_claims', 'document_code', 'ledger_documents', 'document_code'),
    ('ledger_claims', 'recipe_code', 'ledger_recipes', 'recipe_code'),
    ('ledger_claims', 'literal_recipe_code', 'ledger_recipes', 'recipe_code'),
    ('ledger_claims', 'contradiction_id', 'ledger_contradictions', 'contradiction_id'),
    ('ledger_claims', 'edition_code', 'ref_editions', 'edition_code'),
    ('ledger_recipes', 'method_code', 'ledger_methods', 'method_code'),
    ('ledger_recipe_sides', 'recipe_code', 'ledger_recipes', 'recipe_code'),
    ('ledger_recipe_sides', 'edition_code', 'ref_editions', 'edition_code'),
    ('ledger_recipe_sides', 'group_dimension_code', 'ledger_dimensions', 'dimension_code'),
    ('ledger_recipe_filters', 'recipe_code', 'ledger_recipes', 'recipe_code'),
    ('ledger_recipe_filters', 'dimension_code', 'ledger_dimensions', 'dimension_code'),
    ('ledger_dimension_codes', 'dimension_code', 'ledger_dimensions', 'dimension_code'),
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
    ('ledger_methods', 'measure_code', ['count', 'share', 'mean', 'share_of_growth']),
    ('ledger_methods', 'change_code', ['none', 'times', 'difference', 'percent', 'step']),
    ('ledger_methods', 'reduction_code', [
        'single', 'lowest', 'highest', 'number_of_groups', 'rank_from_above', 'rank_from_below',
        'targets_in_top',
    ]),
    ('ledger_recipe_sides', 'side_code', ['part', 'whole', 'old_part', 'old_whole', 'target']),
    ('ledger_recipe_sides', 'unit_kind_code', [
        'known_victims', 'victims', 'notifications', 'police_unit_notifications',
        'published_cells', 'years',
    ]),
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
        'needs a recipe with a comparison, or a source with a reason' as problem
    from {{ ref('ledger_claims') }} as claims
    where
        (claims.recipe_code is null) = (claims.not_derivable_reason is null)
        or (claims.recipe_code is null) <> (claims.comparison_code is null)
        or (claims.recipe_code is null) <> (claims.reference_value is null)
        or (claims.recipe_code is null) <> (claims.figure_source is not null)
        or (claims.recipe_code is not null and claims.edition_code is null)
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
        'ledger_recipes' as seed,
        recipes.recipe_code as seed_row,
        'is used by no claim or has no part' as problem
    from {{ ref('ledger_recipes') }} as recipes
    where
        not exists (
            select 1
            from {{ ref('ledger_claims') }} as claims
            where recipes.recipe_code in (claims.recipe_code, claims.literal_recipe_code)
        )
        or not exists (
            select 1
            from {{ ref('ledger_recipe_sides') }} as sides
            where
                recipes.recipe_code = sides.recipe_code
                and sides.side_code = 'part'
        )
    union all
    select
        'ledger_recipe_filters' as seed,
        concat_ws(
            ' ', filters.recipe_code, filters.side_code, filters.dimension_code, filters.code
        ) as seed_row,
        'belongs to no side, or its code is not in the list of its dimension' as problem
    from {{ ref('ledger_recipe_filters') }} as filters
    left join {{ ref('ledger_recipe_sides') }} as sides
        on
            filters.recipe_code = sides.recipe_code
            and filters.side_code = sides.side_code
    left join {{ ref('aud_reconciliation__codes') }} as codes
        on
            filters.dimension_code = codes.dimension_code
            and filters.code = codes.code
    where
        sides.recipe_code is null
        or codes.code is null
    union all
    select
        'ledger_recipe_sides' as seed,
        concat_ws(' ', sides.recipe_code, sides.side_code) as seed_row,
        'no grouping of ' || sides.unit_kind_code || ' has all dimensions that the side names; add '
        || 'them to one in macros/reconciliation/unit_groupings.sql' as problem
    from {{ ref('aud_reconciliation__sides') }} as sides
    where sides.grouping_number is null
    union all
    select
        'ledger_contradiction_claims' as seed,
        concat_ws(' ', explained.contradiction_id, explained.claim_id) as seed_row,
        'the explained range has one end only, or its ends are the wrong way round' as problem
    from {{ ref('ledger_contradiction_claims') }} as explained
    where
        (explained.explained_low is null) <> (explained.explained_high is null)
        or explained.explained_low > explained.explained_high
    union all
    select
        'ledger_methods' as seed,
        recipes.recipe_code as seed_row,
        'the sentence of the method names a side that the recipe does not have' as problem
    from {{ ref('aud_reconciliation__recipes') }} as recipes
    where
        position('{' in recipes.how_computed) > 0
        or position('  ' in recipes.how_computed) > 0
)

select * from problems
