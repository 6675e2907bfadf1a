{#- Queries that compare groups with each other. `measure` is a number of each group, `per` the column that
    makes the groups, `among` the relation with its condition. A group without a measure is left out, and so
    is a group that nobody is in. -#}

{#- The lowest measure of the groups. -#}
{% macro lowest(measure, per, among) -%}
    {{ return('select min(measure) from (select ' ~ measure ~ ' as measure from ' ~ among
        ~ ' group by ' ~ per ~ ') as measured') }}
{%- endmacro %}


{#- The highest measure of the groups. -#}
{% macro highest(measure, per, among) -%}
    {{ return('select max(measure) from (select ' ~ measure ~ ' as measure from ' ~ among
        ~ ' group by ' ~ per ~ ') as measured') }}
{%- endmacro %}


{#- The measure of a group less that of the group before it. -#}
{% macro step(measure, per) -%}
    {{ return(measure ~ ' - lag(' ~ measure ~ ') over (order by ' ~ per ~ ')') }}
{%- endmacro %}


{#- Competition ranking (R-28): equal numbers share a place, and the next place is skipped. Of several
    groups that are asked for, the last place. -#}
{% macro place_of(groups, measure, per, among, order='desc') -%}
    {{ return('select max(place) from (select ' ~ per ~ ', rank() over (order by ' ~ measure ~ ' '
        ~ order ~ ' nulls last) as place from ' ~ among ~ ' group by ' ~ per
        ~ ') as ranked where ' ~ groups) }}
{%- endmacro %}
