{#- Claims that are a query of their own: a row per claim with the one number that it gives, and the
    query. It names relations as they are called; here each name becomes a reference. -#}
{% macro claims_by_query(claims) -%}
    {%- for claim_id, query in claims.items() %}
    select
        '{{ claim_id }}' as claim_id,
        cast(({{ with_references(query) }}) as decimal(18, 6)) as computed_value,
        {{ text_literal(query.split() | join(' ')) }} as how_computed
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro %}
