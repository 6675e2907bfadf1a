{#- Claims that are a query of their own: a row per claim with the one number that it gives, and the
    query. It names relations as they are called; here each name becomes a reference. -#}
{% macro claims_by_query(claims) -%}
    {%- for claim_id, query in claims.items() %}
    {%- set words = query.split() %}
    {%- set referring = [] %}
    {%- for word in words %}
        {%- if loop.previtem in ['from', 'join'] and word[0] != '(' %}
            {%- do referring.append(ref(word) ~ ' as ' ~ word) %}
        {%- else %}
            {%- do referring.append(word) %}
        {%- endif %}
    {%- endfor %}
    select
        '{{ claim_id }}' as claim_id,
        cast(({{ referring | join(' ') }}) as decimal(18, 6)) as computed_value,
        {{ text_literal(words | join(' ')) }} as how_computed
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro %}
