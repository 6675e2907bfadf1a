{#- The change in percent from one year to another, in the number of those who meet a condition or
    of all. Empty when there were none. -#}
{% macro change(old_year, new_year, of=none) -%}
    {%- set old = number_of('notification_year = ' ~ old_year, of) -%}
    {%- set new = number_of('notification_year = ' ~ new_year, of) -%}
    {{ return('100 * (' ~ new ~ ' - ' ~ old ~ ') / nullif(' ~ old ~ ', 0)') }}
{%- endmacro %}


{#- The change in percent from the yearly mean of some years to another year. Empty when the mean is
    zero. -#}
{% macro change_from_mean(first_year, last_year, new_year, of=none) -%}
    {%- set years = 'notification_year between ' ~ first_year ~ ' and ' ~ last_year -%}
    {%- set mean = number_of(years, of) ~ ' / ' ~ (last_year - first_year + 1) -%}
    {%- set new = number_of('notification_year = ' ~ new_year, of) -%}
    {{ return('100 * (' ~ new ~ ' / nullif(' ~ mean ~ ', 0) - 1)') }}
{%- endmacro %}
