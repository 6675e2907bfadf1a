{#- The change in percent from one year to another in the number of those who meet a condition, or of
    all. Empty when there were none. -#}
{% macro change(old_year, new_year, of=none) -%}
    {%- set condition = of ~ ' and ' if of else '' -%}
    {%- set old = 'count(*) filter (where ' ~ condition ~ 'notification_year = ' ~ old_year ~ ')' -%}
    {%- set new = 'count(*) filter (where ' ~ condition ~ 'notification_year = ' ~ new_year ~ ')' -%}
    {{ return('100 * (' ~ new ~ ' - ' ~ old ~ ') / nullif(' ~ old ~ ', 0)') }}
{%- endmacro %}


{#- The change in percent from the yearly mean of some years to another year. Empty when the mean is
    zero. -#}
{% macro change_from_mean(first_year, last_year, new_year, of=none) -%}
    {%- set condition = of ~ ' and ' if of else '' -%}
    {%- set mean = 'count(*) filter (where ' ~ condition ~ 'notification_year between '
        ~ first_year ~ ' and ' ~ last_year ~ ') / ' ~ (last_year - first_year + 1) -%}
    {%- set new = 'count(*) filter (where ' ~ condition ~ 'notification_year = ' ~ new_year ~ ')' -%}
    {{ return('100 * (' ~ new ~ ' / nullif(' ~ mean ~ ', 0) - 1)') }}
{%- endmacro %}
