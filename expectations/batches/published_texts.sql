{#- Every different text in the schema `marts`, of each table in one pass. `columns` are the names
    of tables and of their columns with texts and dates. A victim_year_key has a value for every row
    of a fact; dbt's tests look at it (tests/identities). -#}
with texts as (
    {% for table, pairs in columns | rejectattr(1, 'equalto', 'victim_year_key') | groupby(0) %}
    {%- set names = pairs | map(attribute=1) | list %}
    {{ 'union all' if not loop.first }}
    select
        '{{ table }}' as table_name,
        case
            {%- for name in names %}
            when grouping(marts.{{ name }}) = 0 then '{{ name }}'
            {%- endfor %}
        end as column_name,
        coalesce(
            {%- for name in names %}
            cast(marts.{{ name }} as varchar){{ ',' if not loop.last }}
            {%- endfor %}
        ) as text_value
    from marts.{{ table }} as marts
    group by grouping sets (
        {%- for name in names %}
        (marts.{{ name }}){{ ',' if not loop.last }}
        {%- endfor %}
    )
    {% else %}
    select
        '' as table_name,
        '' as column_name,
        cast(null as varchar) as text_value
    where false
    {% endfor %}
)

select
    texts.table_name,
    texts.column_name,
    texts.text_value
from texts
where texts.text_value is not null
