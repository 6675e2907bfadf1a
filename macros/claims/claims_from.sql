{#- Claims that are counted in one relation: a row per claim with the number that its expression
    gives, and the query that gives it, which anybody can run. The relation is read once. -#}
{% macro claims_from(relation, condition, claims) -%}
    select
        claims.claim_id,
        case claims.claim_id
            {%- for claim_id in claims %}
            when '{{ claim_id }}' then counted.{{ claim_id | lower | replace('-', '_') }}
            {%- endfor %}
        end as computed_value,
        claims.how_computed
    from (
        select
            {%- for claim_id, expression in claims.items() %}
            cast({{ expression }} as decimal(18, 6))
                as {{ claim_id | lower | replace('-', '_') }}{{ ',' if not loop.last }}
            {%- endfor %}
        from {{ ref(relation) }} as {{ relation }}
        where {{ with_references(condition) }}
    ) as counted
    cross join (
        values
        {%- for claim_id, expression in claims.items() %}
        {%- set query = 'select ' ~ expression ~ ' from ' ~ relation ~ ' where ' ~ condition %}
        ('{{ claim_id }}', {{ text_literal(query.split() | join(' ')) }}){{ ',' if not loop.last }}
        {%- endfor %}
    ) as claims (claim_id, how_computed)
{%- endmacro %}
