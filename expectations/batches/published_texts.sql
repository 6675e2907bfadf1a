{#- Every different text in the schema `marts`. `columns` are the names of tables and of their
    columns with texts and dates. A victim_year_key has a value for every row of a fact; dbt's tests look at it
    (tests/identities). -#}
{% for table, column in columns if column != 'victim_year_key' %}
{{ 'union all' if not loop.first }}
select distinct
    '{{ table }}' as table_name,
    '{{ column }}' as column_name,
    cast(marts.{{ column }} as varchar) as text_value
from marts.{{ table }} as marts
where marts.{{ column }} is not null
{% else %}
select
    '' as table_name,
    '' as column_name,
    cast(null as varchar) as text_value
where false
{% endfor %}
