{#- The key of a table: together unique, none of the columns empty (unless named), and at least one row, so that
    an empty table does not pass in silence. -#}
{% test unique_key(model, columns, may_be_null=[], may_be_empty=false) %}
    with problems as (
        select
            {%- for column in columns %}
            cast({{ column }} as string) as {{ column }},
            {%- endfor %}
            'key occurs ' || cast(count(*) as string) || ' times' as problem
        from {{ model }}
        group by {{ columns | join(', ') }}
        having count(*) > 1
        {%- for column in columns if column not in may_be_null %}
        union all
        select
            {%- for other_column in columns %}
            cast({{ other_column }} as string) as {{ other_column }},
            {%- endfor %}
            '{{ column }} is empty' as problem
        from {{ model }}
        where {{ column }} is null
        {%- endfor %}
        {%- if not may_be_empty %}
        union all
        select
            {%- for column in columns %}
            cast(null as string) as {{ column }},
            {%- endfor %}
            'the table has no rows' as problem
        from (select count(*) as row_count from {{ model }}) as counted
        where counted.row_count = 0
        {%- endif %}
    )

    select * from problems
{% endtest %}
